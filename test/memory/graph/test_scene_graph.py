from __future__ import annotations

import json
import re
from types import SimpleNamespace

import numpy as np
import pytest

from whereseen.memory.errors import InvalidConfig, InvalidQuery, MapFileError
from whereseen.memory.graph.exports import to_graphml, to_json, to_networkx, tree_text, write_graph
from whereseen.memory.graph.picture import draw_rooms
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.graph.view import BUILDING, GraphView, Layer, Node
from whereseen.memory.objects.entity import Entity, Status

SECOND = 1_000_000_000


class StandIn:
    """What a scene graph reads of a memory: voxels, a path and things."""

    def __init__(self, geometry):
        self.now_s = 0
        self.things: dict[int, Entity] = {}
        self.shut: dict[int, int] = {}
        self.open: frozenset[int] = frozenset()
        self.show(geometry)
        self.trajectory = SimpleNamespace(positions_m=geometry.path_map.tolist())
        voxels = SimpleNamespace(voxel_size_m=geometry.voxel_size_m)
        self.config = SimpleNamespace(voxels=voxels)
        self.voxel_map = SimpleNamespace(config=voxels, occupied=lambda: self.shown)

    def show(self, geometry):
        self.shown = SimpleNamespace(
            index=geometry.index, rgb=geometry.rgb, points_map=geometry.points_map
        )

    def voxels(self):
        return self.shown

    @property
    def objects(self):
        things = tuple(self.things[each] for each in sorted(self.things))
        return SimpleNamespace(
            entities=lambda: things,
            now_ns=self.now_s * SECOND,
            shut_in=lambda: self.shut,
            attributes=SimpleNamespace(
                open_ids=lambda: self.open,
                sure_colours=lambda entity: ("red", "white") if "mug" in entity.label else (),
                states_text=lambda entity_id, now_ns: "open" if entity_id in self.open else "",
            ),
        )

    def put(self, number, label, low, high, status=Status.PRESENT):
        middle, size = np.add(low, high) / 2, np.subtract(high, low)
        at, extent = tuple(middle.tolist()), tuple(size.tolist())
        self.things[number] = Entity(number, label, status, 0.9, at, extent, 0, 0, None)


@pytest.fixture
def memory(home, geometry):
    found = StandIn(geometry(home()))
    found.put(1, "fridge", (0.0, 0.0, 0.0), (0.6, 0.6, 1.8))
    found.put(2, "stove", (0.7, 0.0, 0.0), (1.3, 0.6, 0.9))
    found.put(3, "bed", (6.0, 2.0, 0.0), (8.0, 4.0, 0.5))
    found.put(4, "red mug", (0.9, 0.2, 0.9), (1.0, 0.3, 1.0))
    found.put(5, "teddy bear", (6.5, 3.0, 0.5), (6.8, 3.2, 0.8))
    return found


@pytest.fixture
def graph(memory):
    return SceneGraph(memory, name="our home")


def look(graph, times=2, **options):
    """Look again some times; returns what the last look changed."""
    change = None
    for _ in range(times):
        graph._memory.now_s += 1
        change = graph.refresh(**options)
    return change


def test_a_home_is_a_tree(graph):
    look(graph)
    names = [node.name for node in graph.view.path("thing 4")]
    assert names == ["red mug", "stove", "kitchen", "floor 0", "our home"]
    assert graph.view.node("thing 4").relation == "on"
    assert graph.room_of((7.0, 3.0, 0.5)).name == "bedroom"
    assert {node.layer for node in graph.view.nodes} == set(Layer)
    assert graph.room_of((99.0, 0.0, 0.0)) is None


def test_nothing_new_changes_nothing(graph):
    look(graph)
    version = graph.view.version
    assert not look(graph)
    assert graph.view.version == version


def test_only_what_changed_is_touched(graph, memory):
    look(graph)
    before = {node.id: node for node in graph.view.nodes}
    memory.put(4, "red mug", (7.0, 3.4, 0.5), (7.1, 3.5, 0.6))
    moved = look(graph, 1)
    settled = look(graph, 1)
    assert (moved.added, moved.removed, moved.changed) == ((), (), ("thing 4",))
    assert settled.changed == ("thing 4",)
    assert graph.view.path("thing 4")[1].name == "bed"
    assert all(graph.view.node(each) is before[each] for each in before if each != "thing 4")
    assert [node.id for node in graph.view.children("thing 2")] == []


def test_what_is_gone_leaves_the_graph(graph, memory):
    look(graph)
    memory.put(5, "teddy bear", (6.5, 3.0, 0.5), (6.8, 3.2, 0.8), status=Status.GONE)
    assert look(graph, 1).removed == ("thing 5",)
    look(graph)
    assert not [each for each in graph.history.holding if each.fact.subject == "thing 5"]
    assert graph.history.as_of(SECOND)


def test_what_a_drawer_took_along_is_still_in_it(graph, memory):
    memory.put(6, "dresser", (4.3, 2.0, 0.0), (5.2, 3.0, 1.0))
    memory.put(7, "wallet", (4.9, 2.4, 0.5), (5.0, 2.5, 0.6))
    look(graph)
    assert graph.view.node("thing 7").relation == "in"
    memory.put(6, "dresser", (4.3, 2.0, 0.0), (4.8, 3.0, 1.0))
    memory.put(7, "wallet", (4.9, 2.4, 0.5), (5.0, 2.5, 0.6), status=Status.GONE)
    look(graph, 3)
    node = graph.view.node("thing 7")
    assert (node.parent, node.relation, node.is_hidden) == ("thing 6", "in", True)
    assert "in: wallet (not in sight)" in tree_text(graph.view)


def test_what_was_put_into_what_is_closed_now_is_in_it(graph, memory):
    memory.put(6, "milk carton", (0.2, 0.2, 1.0), (0.3, 0.3, 1.2))
    memory.shut = {6: 1}
    look(graph)
    node = graph.view.node("thing 6")
    assert (node.parent, node.relation) == ("thing 1", "in")
    look(graph)
    assert graph.view.node("thing 6").is_hidden
    memory.shut = {}
    look(graph)
    assert not graph.view.node("thing 6").is_hidden


def test_what_lies_on_the_bottom_of_an_open_drawer_is_in_it(graph, memory, level_at):
    memory.put(6, "desk", (4.0, 2.0, 0.0), (5.2, 3.0, 0.8))
    memory.put(7, "wallet", (4.5, 2.4, 0.5), (4.6, 2.5, 0.6))
    level_at(memory, (4.0, 2.0), (5.2, 3.0), (0.5, 0.8))
    look(graph)
    assert graph.view.node("thing 7").relation == "on"
    memory.open = frozenset({6})
    look(graph)
    assert graph.view.node("thing 7").relation == "in"


@pytest.fixture
def level_at():
    """Adds level surfaces between two corners (x, y) at some heights to what is shown."""

    def add(memory, low, high, heights):
        voxel_m = memory.config.voxels.voxel_size_m
        x, y = (np.arange(a + voxel_m / 2, b, voxel_m) for a, b in zip(low, high, strict=True))
        flat = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1).reshape(-1, 2)
        layers = [np.column_stack([flat, np.full(len(flat), z - voxel_m / 2)]) for z in heights]
        shown = memory.shown
        memory.shown = SimpleNamespace(
            index=shown.index,
            rgb=shown.rgb,
            points_map=np.concatenate([shown.points_map, *layers]).astype(np.float32),
        )

    return add


def test_what_is_held_is_an_edge(graph):
    look(graph, held={4: "robot"})
    assert ("thing 4", "held by", "robot") in {
        (edge.source, edge.kind, edge.target) for edge in graph.view.edges
    }
    assert graph.view.path("thing 4")[1].name == "kitchen"


def test_given_names_are_shown_at_once(graph):
    look(graph)
    room = graph.room_of((1.0, 1.0, 0.0))
    assert graph.call(room.id, "Ann's kitchen").kind == "kitchen"
    assert graph.view.node(f"room {room.id}").name == "Ann's kitchen"
    with pytest.raises(InvalidQuery):
        graph.call(77, "nowhere")


def test_a_home_of_which_nothing_is_known(geometry):
    graph = SceneGraph(StandIn(geometry(np.zeros((0, 3), np.int32), path=[])))
    assert graph.refresh().added == (BUILDING,)
    assert tree_text(graph.view) == "home: 0 rooms, 0 m²\n"
    assert tree_text(GraphView()) == "nothing yet\n"


def test_the_tree_for_people(graph):
    look(graph)
    lines = tree_text(graph.view).splitlines()
    assert lines[0] == "our home: 2 rooms, 32 m²"
    assert any(re.search(r"kitchen \(1[56]\.\d m², 9\d% sure\) -> bedroom", line) for line in lines)
    at = next(number for number, line in enumerate(lines) if "stove" in line)
    assert lines[at + 1].endswith("└─ on: red mug")


def test_json_says_all(graph):
    look(graph)
    said = json.loads(to_json(graph.view))
    assert said["format"] == 1
    assert {node["id"] for node in said["nodes"]} == {node.id for node in graph.view.nodes}
    mug = next(node for node in said["nodes"] if node["id"] == "thing 4")
    assert mug["position_m"] == [0.95, 0.25, 0.95]
    assert (mug["parent"], mug["relation"], mug["layer"]) == ("thing 2", "on", "object")
    kinds = {edge["kind"] for edge in said["edges"]}
    assert kinds == {"door to", "next to", "against"}


def test_networkx_has_the_same(graph):
    import networkx as nx

    look(graph)
    copy = to_networkx(graph.view)
    assert copy.edges["thing 4", "thing 2", "on"]["kind"] == "on"
    assert copy.nodes["room 1"]["area_m2"] == pytest.approx(16.0, abs=0.3)
    assert nx.has_path(copy, "thing 4", BUILDING)
    assert nx.has_path(copy, "room 1", "room 2") or nx.has_path(copy, "room 2", "room 1")


def test_graphml_is_read_back(graph):
    import networkx as nx

    look(graph)
    back = nx.parse_graphml(to_graphml(graph.view), force_multigraph=True)
    first = to_networkx(graph.view)
    assert set(back.nodes) == set(first.nodes)
    assert dict(back.nodes["thing 4"]) == dict(first.nodes["thing 4"])
    assert sorted(back.edges(data="kind")) == sorted(first.edges(data="kind"))


def test_nodes_tell_colours_and_states(graph, memory):
    look(graph)
    mug = graph.view.node("thing 4")
    assert (mug.colour, mug.state) == ("red and white", "")
    memory.open = frozenset({1})
    assert look(graph, times=1).changed == ("thing 1",)
    assert graph.view.node("thing 1").state == "open"
    (said,) = (each for each in json.loads(to_json(graph.view))["nodes"] if each["id"] == "thing 4")
    assert said["colour"] == "red and white"
    assert "open</data>" in to_graphml(graph.view)


@pytest.mark.parametrize("suffix", ["json", "graphml", "txt"])
def test_files_of_the_graph(graph, tmp_path, suffix):
    look(graph)
    file = tmp_path / f"home.{suffix}"
    write_graph(graph.view, file)
    assert "red mug" in file.read_text(encoding="utf-8")
    with pytest.raises(InvalidConfig):
        write_graph(graph.view, tmp_path / "home.doc")


def test_a_plan_for_people(graph, tmp_path):
    from PIL import Image

    look(graph)
    draw_rooms(graph.rooms, graph.view, tmp_path / "plan.png", topology=graph.topology())
    picture = np.asarray(Image.open(tmp_path / "plan.png").convert("RGB")).astype(int)
    height, width = picture.shape[:2]
    assert width / height == pytest.approx(8.8 / 4.6, rel=0.05)
    left, right = picture[height // 4, width // 4], picture[height // 4, 3 * width // 4]
    assert np.abs(left - right).max() > 10  # each room has a colour of its own
    with pytest.raises(MapFileError, match="no rooms yet"):
        draw_rooms(RoomMap(), graph.view, tmp_path / "none.png")


def test_a_graph_tells_what_became_different():
    view = GraphView()
    home, mug = Node(BUILDING, Layer.BUILDING, "home"), Node("a", Layer.OBJECT, "mug", BUILDING)
    assert view.revise([home, mug], []).added == ("a", BUILDING)
    assert view.revise([home], []).removed == ("a",)
    assert view.children(BUILDING) == ()
    assert view.path("a") == ()
    assert (view.version, bool(view.revise([home], []))) == (2, False)


def test_read_in_pieces_it_is_the_same(memory, graph):
    look(graph)
    pieces = SceneGraph(memory, name="our home")
    for _ in range(2):
        memory.now_s += 1
        assert sum(1 for _ in pieces.refreshing()) > 1
    assert to_json(pieces.view) == to_json(graph.view)


def test_left_half_done_it_is_what_it_was(memory, graph):
    look(graph)
    before, version = to_json(graph.view), graph.view.version
    memory.put(9, "blue mug", (1.1, 0.2, 0.9), (1.2, 0.3, 1.0))
    pieces = graph.refreshing()
    next(pieces)
    next(pieces)
    pieces.close()
    assert (to_json(graph.view), graph.view.version) == (before, version)
