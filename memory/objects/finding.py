"""Places that show a label, and what frames say to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from whereseen.memory.answer import Place
from whereseen.memory.encoder.protocol import Query
from whereseen.memory.objects.agreeing import Onlooker, agreed
from whereseen.memory.objects.sighting import Labels, Sighting, sightings_of
from whereseen.memory.objects.spots import Spot
from whereseen.memory.spatial.places import find_places

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_WIDEST_M = 3.0  # things are not cut where people may ask for a part


def places_of(spatial: SpatialMemory, query: Query) -> list[Place]:
    """Places that may answer a query."""
    config = replace(spatial.config.places, widest_m=_WIDEST_M)
    return find_places(spatial.voxel_map, spatial.keyframes, query, config)


def found_at(
    spatial: SpatialMemory,
    places: Sequence[Place],
    among: Labels,
    spots: Sequence[Spot],
    onlooker: Onlooker,
) -> list[Sighting]:
    """What voxels at places and frames show of one label among others."""
    shown = sightings_of(places, spatial.voxel_map, spatial.keyframes, among)
    return agreed(shown, spots, onlooker)
