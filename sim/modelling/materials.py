"""Materials by name: what the solids of furniture and things are covered with."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.modelling import painting, prints
from whereseen.sim.modelling.painting import Colour, Picture, Rng

__all__ = ["MATERIALS", "OF_FILE", "Picture", "coloured", "paint"]

OF_FILE = "file:"
_RGB = "rgb:"


def coloured(red: int, green: int, blue: int) -> str:
    """The name of a material of one colour, from 0 to 255."""
    return f"{_RGB}{red} {green} {blue}"


def paint(name: str) -> Picture:
    """Draw a material: (h, w, 3) uint8, row 0 at the top, the same every time.

    Args:
        name: Of a material, one that `coloured` made, or `file:` with the path of a mesh, which
            stands for its image.

    Raises:
        InvalidConfig: if there is no material of that name.
        MeshUnreadable: if there is no such mesh.
    """
    if name.startswith(OF_FILE):
        from whereseen.sim.modelling.mesh_reading import read_mesh  # trimesh, where it is used

        return read_mesh(Path(name.removeprefix(OF_FILE))).image
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    if name.startswith(_RGB):
        return painting.plain(rng, colour=_colour_of(name))
    if name not in MATERIALS:
        raise InvalidConfig("no such material", got=repr(name))
    return MATERIALS[name](rng)


def _colour_of(name: str) -> Colour:
    values = name.removeprefix(_RGB).split(" ")
    if len(values) != 3 or not all(each.isdecimal() and int(each) < 256 for each in values):
        raise InvalidConfig("a colour is three numbers from 0 to 255", got=repr(name))
    return (int(values[0]), int(values[1]), int(values[2]))


_PAINTS: dict[str, Colour] = {
    "white": (240, 239, 235),
    "cream": (236, 224, 200),
    "black": (36, 36, 40),
    "charcoal": (66, 68, 74),
    "steel": (176, 180, 184),
    "dark steel": (112, 116, 122),
    "red": (196, 38, 40),
    "blue": (44, 92, 178),
    "green glass": (38, 122, 66),
    "yellow": (240, 198, 50),
    "orange": (236, 130, 40),
    "terracotta": (184, 96, 62),
    "soil": (70, 50, 38),
    "leaf": (62, 128, 58),
    "dark leaf": (42, 98, 50),
    "fur": (168, 116, 66),
    "light fur": (222, 184, 132),
    "pink": (232, 128, 150),
    "teal": (40, 128, 128),
    "paper": (246, 240, 224),
    "navy": (34, 48, 88),
    "plum": (118, 58, 98),
    "olive": (126, 128, 62),
    "sand": (206, 182, 142),
    "ceiling": (246, 245, 242),
    "glow": (255, 236, 190),
    "lavender": (164, 138, 196),
    "brown": (104, 68, 44),
    "apple red": (198, 50, 46),
    "porcelain": (224, 234, 240),
    "green": (52, 142, 72),
    "grey": (138, 142, 148),
    "purple": (120, 66, 156),
    "sky blue": (128, 186, 226),
    "mint": (150, 206, 180),
    "brass": (196, 160, 86),
    "copper": (190, 116, 78),
    "skin": (232, 190, 158),
    "crust": (190, 130, 70),
    "crumb": (240, 220, 178),
    "cheese": (246, 204, 90),
    "lemon": (250, 224, 70),
    "tomato": (214, 48, 36),
    "carrot": (240, 124, 36),
    "clear glass": (196, 222, 228),
    "dark glass": (44, 48, 56),
    "water": (110, 170, 206),
    "cardboard": (186, 146, 100),
    "rubber": (52, 54, 58),
    "mirror": (186, 204, 214),
    "graphite": (88, 92, 98),
}
_CLOTHS: dict[str, Colour] = {
    "red": (186, 44, 46),
    "blue": (54, 92, 160),
    "navy": (44, 56, 92),
    "white": (236, 234, 226),
    "pink": (226, 146, 164),
    "yellow": (232, 196, 74),
    "leaf": (70, 138, 76),
    "purple": (116, 74, 146),
    "brown": (116, 80, 56),
    "beige": (206, 188, 160),
    "black": (46, 46, 50),
    "orange": (226, 128, 56),
    "silver": (160, 164, 168),
}
_FRONTS: dict[str, Colour] = {
    "white": (238, 237, 232),
    "blue": (92, 124, 140),
    "sage": (150, 168, 146),
    "oak": (196, 152, 102),
    "walnut": (122, 84, 58),
    "beech": (220, 188, 146),
    "graphite": (92, 96, 102),
}
MATERIALS: dict[str, Callable[[Rng], Picture]] = {
    **{name: partial(painting.plain, colour=colour) for name, colour in _PAINTS.items()},
    "oak": partial(painting.wood, colour=(190, 144, 94)),
    "walnut": partial(painting.wood, colour=(118, 80, 54)),
    "beech": partial(painting.wood, colour=(218, 184, 140)),
    "parquet": partial(painting.planks, colour=(186, 150, 110)),
    "grey cloth": partial(painting.cloth, colour=(104, 122, 140)),
    "grey seam": partial(painting.cloth, colour=(90, 106, 124)),
    "mustard cloth": partial(painting.cloth, colour=(214, 162, 54)),
    "rust cloth": partial(painting.cloth, colour=(176, 92, 66)),
    "green cloth": partial(painting.cloth, colour=(84, 124, 104)),
    "canvas": partial(painting.cloth, colour=(88, 66, 112)),
    "straw": partial(painting.cloth, colour=(196, 162, 112)),
    "rug": partial(painting.rug, ground=(206, 200, 186), line=(122, 56, 52)),
    "wall": partial(painting.wall, colour=(226, 220, 206)),
    "accent wall": partial(painting.wall, colour=(176, 194, 190)),
    "door panel": partial(painting.doors, colour=(228, 226, 218), count=1),
    "landscape": prints.landscape,
    "sky": prints.sky,
    "screen": prints.screen,
    "keyboard": prints.keyboard,
    "cereal": prints.cereal,
    "cover": prints.cover,
    "buttons": prints.buttons,
    "football": prints.football,
    "clock face": prints.clock,
    "dark oak": partial(painting.wood, colour=(148, 104, 66)),
    "ash": partial(painting.wood, colour=(214, 198, 172)),
    "birch": partial(painting.wood, colour=(230, 208, 168)),
    "painted wood": partial(painting.wood, colour=(222, 224, 220)),
    "blue wood": partial(painting.wood, colour=(96, 134, 158)),
    "sage wood": partial(painting.wood, colour=(146, 164, 140)),
    "marble": partial(painting.plain, colour=(220, 218, 214), grain=5.0, side=64),
    "granite": partial(painting.plain, colour=(74, 74, 78), grain=12.0, side=64),
    **{f"{name} cloth": partial(painting.cloth, colour=colour) for name, colour in _CLOTHS.items()},
    "striped cloth": partial(painting.stripes, colours=((238, 236, 228), (60, 96, 150))),
    "dark parquet": partial(painting.planks, colour=(134, 98, 70)),
    "pale parquet": partial(painting.planks, colour=(214, 192, 158)),
    "floor tiles": partial(painting.floor_tiles, colour=(206, 204, 198)),
    "slate tiles": partial(painting.floor_tiles, colour=(110, 116, 120)),
    "carpet": partial(painting.cloth, colour=(176, 166, 152), side=256),
    "concrete": partial(painting.plain, colour=(164, 164, 160), grain=5.0, side=256),
    "white wall": partial(painting.wall, colour=(240, 238, 232)),
    "yellow wall": partial(painting.wall, colour=(240, 222, 176)),
    "blue wall": partial(painting.wall, colour=(184, 202, 216)),
    "rose wall": partial(painting.wall, colour=(230, 206, 200)),
    "tiled wall": partial(painting.floor_tiles, colour=(222, 232, 234), across=20),
    "blue rug": partial(painting.rug, ground=(74, 96, 130), line=(226, 220, 204)),
    "green rug": partial(painting.rug, ground=(120, 140, 112), line=(236, 226, 200)),
    **{
        f"{name} front": partial(painting.framed_door, colour=colour)
        for name, colour in _FRONTS.items()
    },
    **{
        f"{name} cover": partial(prints.cover, colour=_PAINTS[name])
        for name in ("red", "blue", "green", "yellow", "purple")
    },
    "milk label": partial(prints.label, ground=(60, 120, 200), spot=(250, 250, 250)),
    "juice label": partial(prints.label, ground=(244, 240, 230), spot=(240, 140, 30)),
    "soup label": partial(prints.label, ground=(196, 44, 40), spot=(240, 180, 60)),
    "jam label": partial(prints.label, ground=(250, 244, 230), spot=(190, 40, 60)),
    "coffee label": partial(prints.label, ground=(92, 56, 36), spot=(214, 176, 120)),
    "blue game": partial(prints.game, ground=(40, 84, 160)),
    "red game": partial(prints.game, ground=(180, 44, 44)),
    "green game": partial(prints.game, ground=(50, 120, 70)),
    "hob": prints.hob,
    "television": prints.television,
    "phone": prints.phone,
    "news": prints.news,
    "cube": prints.cube,
    "drum": prints.drum,
    "clothes": prints.clothes,
}
