"""What of the objects is kept in a map file."""

from __future__ import annotations

from dataclasses import dataclass, field

from whereseen.memory.attributes.thing_attributes import AttributeRows
from whereseen.memory.frames import Float32
from whereseen.memory.objects.entity import Belief, Entity
from whereseen.memory.objects.history import ChangeRow
from whereseen.memory.objects.shelters import Shelter
from whereseen.memory.objects.track import Standing


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A thing with what it takes to find it again; see `Track`.

    Attributes:
        standing: How it came to be where it is, None if nobody noted that.
    """

    entity: Entity
    points_map: Float32 = field(repr=False)
    voxels: int
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class ObjectRows:
    """Things, beliefs and changes, the latter two by number.

    Attributes:
        things: In order of identity.
        beliefs: Oldest first.
        changes: Oldest first.
        next_id: Identity of the next new thing.
        attributes: Colours and states.
        shelters: What things were in, by their identity.
        merged: Identities of things that turned out to be others, and those others.
    """

    things: tuple[ThingRow, ...] = ()
    beliefs: dict[int, Belief] = field(default_factory=dict)
    changes: dict[int, ChangeRow] = field(default_factory=dict)
    next_id: int = 1
    attributes: AttributeRows = field(default_factory=AttributeRows)
    shelters: dict[int, Shelter] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
