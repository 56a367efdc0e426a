"""Seeds as people write them on a command line."""

from __future__ import annotations

from whereseen.memory.errors import InvalidConfig


def parse_seeds(text: str) -> tuple[int, ...]:
    """Seeds of a list of numbers and ranges: `0-2,7` is 0, 1, 2, 7.

    Raises:
        InvalidConfig: if the text is something else.
    """
    seeds: list[int] = []
    try:
        for part in text.split(","):
            first, _, last = part.partition("-")
            seeds.extend(range(int(first), int(last or first) + 1))
    except ValueError as error:
        raise InvalidConfig(
            "the seeds are not numbers", got=text, remedy="As 0-4 or 0,3"
        ) from error
    if not seeds:
        raise InvalidConfig("there are no seeds", got=text, remedy="As 0-4 or 0,3")
    return tuple(seeds)
