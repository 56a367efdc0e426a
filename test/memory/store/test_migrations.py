"""Maps of every released format must open."""

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.consolidation.rows import Habit, Progress, Summary, UpkeepRows
from whereseen.memory.encoder.protocol import Calibration, EncoderSpec, FeatureImage, Query
from whereseen.memory.errors import MapFileError
from whereseen.memory.graph.config import GraphConfig, RoomConfig
from whereseen.memory.graph.rows import GraphRows
from whereseen.memory.log.config import LogConfig
from whereseen.memory.log.retention import Retention
from whereseen.memory.objects.entity import Kind
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.store.map_file import MapFile
from whereseen.memory.store.schema import FORMAT_VERSION
from whereseen.memory.tiers.config import TierConfig

GOLDEN = Path(__file__).parent / "golden"


class GoldenEncoder:
    """The encoder that the golden files were made with: one axis for each thing."""

    spec = EncoderSpec("golden", 8, Calibration(0.5, 10.0), Calibration(0.5, 10.0))

    def encode(self, observation: object) -> FeatureImage:
        raise NotImplementedError

    def query_text(self, text: str) -> Query:
        vector = np.zeros(8, dtype=np.float32)
        vector[int(text)] = 1.0
        return Query(text, vector, self.spec.text)

    def query_image(self, rgb: object) -> Query:
        raise NotImplementedError


def test_format_1_opens_and_answers(tmp_path: Path) -> None:
    file = shutil.copy(GOLDEN / "format1.map", tmp_path / "old.map")
    memory = SpatialMemory.open(file, GoldenEncoder())
    left, right = memory.ask("0"), memory.ask("1")
    assert left.found and right.found
    # A wall at x = 2.02 m, its left half (y > 0) of one kind, its right half of another.
    assert left.places[0].position_m[0] == pytest.approx(2.025, abs=1e-6)
    assert left.places[0].position_m[1] > 0.2
    assert right.places[0].position_m[1] < -0.2
    assert left.places[0].last_seen_ns == 4_000_000_000
    assert left.places[0].first_seen_ns == 1_000_000_000
    assert memory.crop(left.places[0]) is not None


def test_format_2_opens_and_answers(tmp_path: Path) -> None:
    file = shutil.copy(GOLDEN / "format2.map", tmp_path / "old.map")
    memory = SpatialMemory.open(file, GoldenEncoder())
    # A box before a wall at x = 2.02 m, whose halves are of two kinds.
    for question, (x, y) in {
        "0": (2.025, 0.525),
        "1": (2.025, -0.525),
        "2": (1.025, 0.025),
    }.items():
        answer = memory.ask(question)
        assert answer.found
        assert answer.places[0].position_m[:2] == pytest.approx((x, y), abs=0.051)
        assert 0.97 < answer.places[0].position_m[2] < 1.03
        assert answer.places[0].first_seen_ns == 1_000_000_000
        assert answer.places[0].last_seen_ns == 4_000_000_000
    assert memory.about == {"source": "golden"}
    assert memory.objects.entities() == ()
    assert memory.objects.remember("2", (0.0, 0.0, 0.0)).id == 1


def test_format_3_opens_with_things_that_moved(tmp_path: Path) -> None:
    file = shutil.copy(GOLDEN / "format3.map", tmp_path / "old.map")
    memory = SpatialMemory.open(file, GoldenEncoder())
    box, lamp, ball = memory.objects.entities()
    assert [each.label for each in (box, lamp, ball)] == ["1", "3", "2"]
    assert box.position_m == pytest.approx((1.025, 0.35, 0.0), abs=1e-6)
    before, after = memory.objects.beliefs(box.id)
    assert before.position_m == pytest.approx((1.025, -0.25, 0.0), abs=1e-6)
    assert before.valid_to_ns == after.valid_from_ns == 9_000_000_000
    assert [change.kind for change in memory.objects.changed_since(0)] == [
        Kind.APPEARED,
        Kind.APPEARED,
        Kind.MOVED,
    ]
    assert memory.objects.beliefs(ball.id)[0].source == "Anna"
    assert memory.ask("3").found
    assert memory.graph.rows() == GraphRows()


def test_format_4_opens_with_its_log_its_room_and_what_was_at_hand(tmp_path: Path) -> None:
    file = shutil.copy(GOLDEN / "format4.map", tmp_path / "old.map")
    memory = SpatialMemory.open(file, GoldenEncoder())
    assert memory.config.voxels.voxel_size_m == 0.1
    assert memory.config.log == LogConfig()
    assert [each.label for each in memory.objects.entities()] == ["1", "3", "2"]
    assert [(hit.id, hit.observation.kind) for hit in memory.log.recall().hits] == [
        (5, "told"),
        (4, "detection"),
        (3, "detection"),
        (2, "detection"),
        (1, "detection"),
    ]
    assert [hit.event.type for hit in memory.log.events()] == ["moved", "appeared", "appeared"]
    assert memory.log.vectors([1, 5])[5][2] == 1.0
    assert memory.kept_graph.room_name((1.0, 0.0, -0.8)) == "study"
    assert {row.predicate for row in memory.graph.rows().relations} == {"in room"}
    assert memory.tiers.working.state.bindings == (("it", 1),)
    assert memory.upkeep.rows() == UpkeepRows()


def test_what_format_5_adds_is_kept(tmp_path: Path) -> None:
    file = Path(shutil.copy(GOLDEN / "format4.map", tmp_path / "old.map"))
    config = MemoryConfig(
        voxels=VoxelConfig(memory_limit_mb=16),
        log=LogConfig(retention="told: 1 d"),
        graph=GraphConfig(rooms=RoomConfig(least_area_m2=2.0)),
        tiers=TierConfig(policy="lru", capacity=3),
    )
    rows = UpkeepRows(
        (Summary("thing", "thing 1", "1970-01-01", "one", 0, 9, "It is.", "{}", "a", 9, (1, 2)),),
        (Habit("one", "study", "", 0.5),),
        Progress(9, "thin", 1),
    )
    with SpatialMemory.resume(file, GoldenEncoder(), config) as memory:
        memory.upkeep.restore(rows)
    again = SpatialMemory.open(file, GoldenEncoder())
    assert again.upkeep.rows() == rows
    assert again.config == replace(config, voxels=replace(config.voxels, voxel_size_m=0.1))
    assert again.log.policies == (Retention(kind="told", max_age_s=86_400.0),)
    assert again.tiers.short_term.config.capacity == 3
    assert again.graph.rooms.config.least_area_m2 == 2.0


@pytest.mark.parametrize("config", ["[]", "{", '{"log": 3}', '{"log": {"repeat_s": -1.0}}'])
def test_a_damaged_configuration_is_told(tmp_path: Path, config: str) -> None:
    file = Path(shutil.copy(GOLDEN / "format4.map", tmp_path / "old.map"))
    db = sqlite3.connect(file)
    with db:
        db.execute("INSERT INTO meta VALUES ('config', ?)", (config,))
    db.close()
    with pytest.raises(MapFileError, match="notes of the map"):
        SpatialMemory.open(file, GoldenEncoder())


@pytest.mark.parametrize(
    ("name", "about", "things"),
    [
        ("format1.map", {}, 0),
        ("format2.map", {"source": "golden"}, 0),
        ("format3.map", {"source": "golden"}, 3),
        ("format4.map", {"source": "golden"}, 3),
    ],
)
def test_a_migrated_file_stays_migrated(
    tmp_path: Path, name: str, about: dict[str, str], things: int
) -> None:
    file = Path(shutil.copy(GOLDEN / name, tmp_path / "old.map"))
    with MapFile.open(file) as opened:
        voxels = opened.count_chunks()[1]
    with MapFile.open(file) as again:
        assert again.count_chunks()[1] == voxels > 100
        assert again.about() == about
        assert len(again.objects().things) == things
    assert _version(file) == str(FORMAT_VERSION) == "5"


def _version(file: Path) -> str:
    db = sqlite3.connect(file)
    try:
        return str(db.execute("PRAGMA user_version").fetchone()[0])
    finally:
        db.close()
