"""The `metadata.yaml` of a bag of one or several files."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

Metadata = dict[str, Any]


def metadata_text(parts: Sequence[Metadata]) -> str:
    """The text of `metadata.yaml`, given the `rosbag2_bagfile_information` of each file."""
    yaml = YAML(typ="safe")
    yaml.default_flow_style = False
    text = StringIO()
    yaml.dump({"rosbag2_bagfile_information": merged(parts)}, text)
    return text.getvalue()


def merged(parts: Sequence[Metadata]) -> Metadata:
    """What describes all files, given what describes each; there must be one at least."""
    filled = [part for part in parts if part["message_count"]] or list(parts[:1])
    start_ns = min(_start_ns(part) for part in filled)
    end_ns = max(_start_ns(part) + part["duration"]["nanoseconds"] for part in filled)
    return {
        **parts[0],
        "relative_file_paths": [name for part in parts for name in part["relative_file_paths"]],
        "files": [file for part in parts for file in part["files"]],
        "starting_time": {"nanoseconds_since_epoch": start_ns},
        "duration": {"nanoseconds": end_ns - start_ns},
        "message_count": sum(part["message_count"] for part in parts),
        "topics_with_message_count": _topics(parts),
    }


def _start_ns(part: Metadata) -> int:
    return int(part["starting_time"]["nanoseconds_since_epoch"])


def _topics(parts: Sequence[Metadata]) -> list[Metadata]:
    """Every topic with its messages in all files, as the file describes it that knew it first."""
    topics: dict[tuple[str, str], Metadata] = {}
    for one in (one for part in parts for one in part["topics_with_message_count"]):
        key = one["topic_metadata"]["name"], one["topic_metadata"]["type"]
        before = topics.get(key, {**one, "message_count": 0})
        topics[key] = {**before, "message_count": before["message_count"] + one["message_count"]}
    return list(topics.values())
