"""Pictures of a map and its answers, for people. Import it only where a picture is wanted."""

from whereseen.memory.io.picture.answers import (
    AnswerPanel,
    PictureConfig,
    draw_answers,
    draw_places,
)
from whereseen.memory.io.picture.map_view import MapView

__all__ = ["AnswerPanel", "MapView", "PictureConfig", "draw_answers", "draw_places"]
