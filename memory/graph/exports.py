"""The scene graph for other programs and for people: networkx, JSON, GraphML, a tree of text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whereseen.memory.graph.view import BUILDING, GraphView, Layer, Node
from whereseen.memory.io.whole_file import require_suffix, write_whole

if TYPE_CHECKING:
    import networkx as nx

FORMAT = 1
_DIGITS = 3


def to_networkx(view: GraphView) -> nx.MultiDiGraph:
    """A copy as a graph of networkx.

    Nodes have the attributes of `Node` that are known, with `layer` as a word and positions and
    sizes as `x`, `y`, `z`, `size_x` and so on. Edges have a `kind`: `in`, `on` or `under` from each
    node to its parent, and those of `Edge`.
    """
    import networkx as nx

    graph = nx.MultiDiGraph(name=_name(view), version=view.version)
    for node in view.nodes:
        graph.add_node(node.id, **_flat(node))
    for node in view.nodes:
        if node.parent is not None:
            graph.add_edge(node.id, node.parent, key=node.relation, kind=node.relation)
    for edge in view.edges:
        if edge.target not in graph:
            graph.add_node(edge.target, name=edge.target, layer="other")
        graph.add_edge(edge.source, edge.target, key=edge.kind, kind=edge.kind)
    return graph


def to_json(view: GraphView) -> str:
    """The graph as JSON: `format`, `version`, and all `nodes` and `edges` with their attributes."""
    nodes = [_plain(node) for node in view.nodes]
    content = {
        "format": FORMAT,
        "version": view.version,
        "nodes": nodes,
        "edges": [asdict(edge) for edge in view.edges],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def to_graphml(view: GraphView) -> str:
    """The graph as GraphML, which Gephi, yEd and networkx read."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(to_networkx(view), named_key_ids=True)) + "\n"


def write_graph(view: GraphView, file: Path) -> None:
    """Write the graph as JSON, GraphML or text, by the suffix: .json, .graphml or .txt.

    Raises:
        InvalidConfig: if the suffix is another.
        MapFileError: if it cannot be written; what lay there stays as it was.
    """
    forms = {".json": to_json, ".graphml": to_graphml, ".txt": tree_text}
    require_suffix(file, tuple(forms), what="the scene graph")
    text = forms[file.suffix.lower()](view)
    write_whole({file: text.encode()}, what="the scene graph")


def tree_text(view: GraphView) -> str:
    """The graph as a tree, for people."""
    root = view.node(BUILDING)
    if root is None:
        return "nothing yet\n"
    rooms = [node for node in view.nodes if node.layer == Layer.ROOM]
    area = sum(node.area_m2 for node in rooms)
    head = f"{root.name}: {len(rooms)} room{'s' * (len(rooms) != 1)}, {area:.0f} m²"
    return "\n".join([head, *_branches(view, root, "", _neighbours(view))]) + "\n"


def _branches(
    view: GraphView, node: Node, indent: str, doors: dict[str, list[str]]
) -> Iterator[str]:
    children = view.children(node.id)
    for number, child in enumerate(children):
        is_last = number == len(children) - 1
        yield f"{indent}{'└─' if is_last else '├─'} {_line(child, doors)}"
        yield from _branches(view, child, indent + ("   " if is_last else "│  "), doors)


def _line(node: Node, doors: dict[str, list[str]]) -> str:
    if node.layer == Layer.FLOOR:
        return node.name
    if node.layer == Layer.ROOM:
        sure = f", {min(node.probability, 0.99):.0%} sure" if node.probability < 1.0 else ""
        to = f" -> {', '.join(doors[node.id])}" if node.id in doors else ""
        return f"{node.name} ({node.area_m2:.1f} m²{sure}){to}"
    is_placed = not (node.parent or "").startswith("room ")
    where = f"{node.relation}: " if is_placed else ""
    hidden = " (not in sight)" if node.is_hidden else ""
    return f"{where}{node.name}{hidden}"


def _neighbours(view: GraphView) -> dict[str, list[str]]:
    """Names of rooms to which doors of a room lead, by its node."""
    found: dict[str, list[str]] = {}
    for edge in view.edges:
        if edge.kind == "door to":
            for here, there in ((edge.source, edge.target), (edge.target, edge.source)):
                other = view.node(there)
                found.setdefault(here, []).append(other.name if other else there)
    return {each: sorted(names) for each, names in found.items()}


def _name(view: GraphView) -> str:
    root = view.node(BUILDING)
    return root.name if root else ""


def _plain(node: Node) -> dict[str, Any]:
    """What is known of a node, rounded."""
    fields = asdict(node) | {"layer": node.layer.name.lower()}
    known = {name: value for name, value in fields.items() if value is not None}
    for name in ("position_m", "size_m"):
        if name in known:
            known[name] = [round(each, _DIGITS) for each in known[name]]
    return known


def _flat(node: Node) -> dict[str, Any]:
    """The same without lists, which GraphML does not know."""
    fields = _plain(node)
    for name, prefix in (("position_m", ""), ("size_m", "size_")):
        values = fields.pop(name, ())
        fields |= {f"{prefix}{axis}": value for axis, value in zip("xyz", values, strict=False)}
    for name in ("id", "parent"):
        fields.pop(name, None)
    return fields
