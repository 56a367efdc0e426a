"""What a watch is told while a mug on a table comes, goes, and is told of."""

from __future__ import annotations

from typing import Any

import pytest

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.log.records import TOLD
from whereseen.memory.operations.watching import WatchFor


def test_a_mug_is_watched_as_it_is_moved_and_taken_away(table: Any) -> None:
    with (
        table.memory.watch() as everything,
        table.memory.watch(WatchFor(kinds=("vanished",))) as losses,
    ):
        table.look()
        table.look(table.mug(0.3))
        table.look(table.mug(-0.5))
        assert not losses.poll()
        table.look()
        found = list(everything)
        assert [(each.kind, each.entity_id) for each in found] == [
            ("appeared", 1),
            ("moved", 1),
            ("vanished", 1),
        ]
        assert [each.number for each in found] == [1, 2, 3]
        assert found[1].before_m == pytest.approx((1.3, 0.3, -0.24), abs=0.08)
        assert found[1].after_m == pytest.approx((1.3, -0.5, -0.24), abs=0.08)
        assert [each.kind for each in losses] == ["vanished"]
    table.look(table.mug(0.3))
    assert not everything.poll()
    assert not losses.poll()


def test_what_is_told_is_news_and_likeness_chooses(table: Any) -> None:
    boxes = table.memory.watch(WatchFor(text="box"))
    balls = table.memory.watch(WatchFor(text="ball"))
    table.memory.objects.remember("box", (1.0, 0.0, 0.0), source="Anna", probability=0.7)
    (news,) = boxes
    assert (news.kind, news.label, news.probability) == (TOLD, "box", 0.7)
    assert news.after_m == (1.0, 0.0, 0.0)
    assert not balls.poll()
    with pytest.raises(InvalidQuery):
        table.memory.watch(WatchFor(text="   "))
