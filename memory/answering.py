"""From an encoded question to an answer out of what was seen."""

from __future__ import annotations

from whereseen.memory.answer import Answer
from whereseen.memory.config import PlaceConfig
from whereseen.memory.encoder.protocol import Encoder, Query
from whereseen.memory.second_look import look_twice
from whereseen.memory.spatial.keyframes import Keyframes
from whereseen.memory.spatial.places import find_places
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial.voxel_map import VoxelMap


class Answerer:
    """Ranks places, looks twice at the best, and refuses if unsure.

    Args:
        encoder: That of the map; one that can verify looks twice.
        voxel_map: Where places are found.
        keyframes: What they are looked at on.
    """

    def __init__(self, encoder: Encoder, voxel_map: VoxelMap, keyframes: Keyframes) -> None:
        self._encoder = encoder
        self._voxel_map = voxel_map
        self._keyframes = keyframes

    def answer(
        self, query: Query, config: PlaceConfig, *, top: int, within: Selection | None
    ) -> Answer:
        """The best `top` places of a part of the map, all of it if None."""
        looks = config.verify_top
        most = max(top, looks)
        found = find_places(self._voxel_map, self._keyframes, query, config, within, most)
        places = look_twice(found, query, self._encoder, self._keyframes, top=looks)[:top]
        if not places:
            reason = "nothing that was seen resembles it"
            return Answer(query=query.text, found=False, reason=reason, places=())
        best, threshold = places[0].probability, config.found_at
        verdict = "reaches" if best >= threshold else "is below"
        reason = f"the best place has probability {best:.2f}, which {verdict} {threshold:.2f}"
        return Answer(
            query=query.text, found=best >= threshold, reason=reason, places=tuple(places)
        )
