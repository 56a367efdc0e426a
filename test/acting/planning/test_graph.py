"""Subtasks in an order that leaves freedom, and what becomes of it when the plan is changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.acting.instructions.task import Goal, Subtask
from whereseen.acting.planning.graph import InvalidTask, Status, TaskGraph


def sub(name: str, *after: str) -> Subtask:
    return Subtask(name, Goal.GO, after=after)


def done_in_order(graph: TaskGraph) -> list[str]:
    found = []
    while (each := graph.next()) is not None:
        graph.mark(each.name, Status.DONE)
        found.append(each.name)
    return found


@st.composite
def tasks(draw: st.DrawFn) -> list[Subtask]:
    """Subtasks that come after some of those before them, then shuffled."""
    count = draw(st.integers(1, 8))
    found = [
        sub(str(n), *draw(st.lists(st.sampled_from([str(m) for m in range(n)]), unique=True)))
        if n
        else sub("0")
        for n in range(count)
    ]
    return draw(st.permutations(found))


@settings(deadline=None, derandomize=True)
@given(tasks())
def test_all_are_done_and_each_after_what_it_needs(subtasks: list[Subtask]) -> None:
    graph = TaskGraph(subtasks)
    order = done_in_order(graph)
    assert sorted(order) == sorted(each.name for each in subtasks) and graph.is_done
    for each in subtasks:
        assert all(order.index(name) < order.index(each.name) for name in each.after)


@settings(deadline=None, derandomize=True)
@given(tasks(), st.data())
def test_what_takes_a_place_is_waited_for_too(subtasks: list[Subtask], data: st.DataObject) -> None:
    graph = TaskGraph(subtasks)
    old = data.draw(st.sampled_from(subtasks))
    parts = [sub(f"{old.name}.{n}", *old.after) for n in range(data.draw(st.integers(0, 3)))]
    graph.replace((old.name,), parts, "several")
    order = done_in_order(graph)
    assert graph.is_done and old.name not in order
    for each in subtasks:
        if each.name != old.name and old.name in each.after:
            assert all(order.index(it.name) < order.index(each.name) for it in parts)


def test_a_failure_stops_what_comes_after_it_and_nothing_else() -> None:
    graph = TaskGraph([sub("1"), sub("2", "1"), sub("3")])
    graph.mark("1", Status.FAILED)
    assert done_in_order(graph) == ["3"] and not graph.is_done


def test_every_change_stays() -> None:
    graph = TaskGraph([sub("1"), sub("2", "1")])
    graph.replace(("1",), [sub("1.1"), sub("1.2")], "two of them", 5)
    graph.replace(("1.2",), [sub("1.2'")], "once more", 9)
    assert [(it.number, it.removed, it.stamp_ns) for it in graph.revisions] == [
        (1, ("1",), 5),
        (2, ("1.2",), 9),
    ]
    graph.arrange(["1.2'", "1.1"])
    assert done_in_order(graph) == ["1.2'", "1.1", "2"]


@pytest.mark.parametrize(
    "subtasks", [[sub("1", "2"), sub("2", "1")], [sub("1", "9")], [sub("1"), sub("1")]]
)
def test_what_has_no_order_is_refused(subtasks: list[Subtask]) -> None:
    with pytest.raises(InvalidTask):
        TaskGraph(subtasks)


def test_a_change_that_has_no_order_changes_nothing() -> None:
    graph = TaskGraph([sub("1"), sub("2", "1")])
    for new in ([sub("2")], [sub("3", "9")], [sub("3", "2")]):
        with pytest.raises(InvalidTask):
            graph.replace(("1",), new, "worse")
        assert [each.name for each in graph.subtasks] == ["1", "2"] and not graph.revisions
