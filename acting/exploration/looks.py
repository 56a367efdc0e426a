"""From how near each place was looked at, and when."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from whereseen.acting.exploration.columns import NEVER, Columns
from whereseen.acting.exploration.config import ExplorerConfig
from whereseen.acting.exploration.kernels.sectors import SURE
from whereseen.acting.exploration.layer import Layer
from whereseen.acting.exploration.sought import Sought
from whereseen.acting.exploration.value_map import time_term
from whereseen.acting.navigation.costmap import Costmap
from whereseen.memory.frames import Float32
from whereseen.memory.objects.views import Views

_BETWEEN = 2  # cells around those that a coarse view shows
_FORMERLY = 0.7  # recognised of what was seen before all views that are known


class Looks:
    """The best look at each cell of the floor, where older ones count less.

    Args:
        views: Where the camera looked, and how far it saw.
        config: How far things are recognised, how fast places change.
    """

    def __init__(self, views: Views, config: ExplorerConfig) -> None:
        self._views = views
        self._config = config
        self._sure: Layer[np.float32] = Layer(np.float32(0.0))
        self._when_ns: Layer[np.int64] = Layer(np.int64(NEVER))
        self._read_ns = NEVER
        self._begin_ns: int | None = None

    def time(self, costmap: Costmap, columns: Columns, now_ns: int, sought: Sought) -> Float32:
        """The term of time (H, W), with what the camera has seen until now.

        What was looked at before a thing went away from where it was last seen says nothing of
        where it is; when it went is not known, so that later looks count more.
        """
        self._take_in(costmap)
        shape = costmap.states.shape
        sure, when_ns = self._sure.over(costmap.low, shape), self._when_ns.over(costmap.low, shape)
        begin_ns = now_ns + 1 if self._begin_ns is None else self._begin_ns
        before_ns = np.where(columns.last_seen_ns < begin_ns, columns.last_seen_ns, NEVER)
        formerly = np.full(shape, _FORMERLY, dtype=np.float32)
        terms = (
            time_term(at_ns, share * known_since(sought, at_ns, now_ns), now_ns, sought.half_life_s)
            for at_ns, share in ((when_ns, sure), (before_ns, formerly))
        )
        return np.minimum(*terms)

    def _take_in(self, costmap: Costmap) -> None:
        """Note what was seen since the last time."""
        if self._begin_ns is None:
            self._begin_ns = self._views.oldest_ns
        config, newest = self._config, self._read_ns
        found = self._views.surfaces(since_ns=self._read_ns, within_m=config.look_m)
        for stamp_ns, points, far_m in sorted(found, key=lambda each: each[0]):
            newest = max(newest, stamp_ns)
            sure = np.zeros(costmap.states.shape, dtype=np.float32)
            rows, columns = costmap.cells_of(points).T
            height, width = costmap.states.shape
            inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
            share = np.clip((config.look_m - far_m) / (config.look_m - config.near_m), 0.0, 1.0)
            known = (SURE * share[inside]).astype(np.float32)
            np.maximum.at(sure, (rows[inside], columns[inside]), known)
            self._note(costmap, ndimage.maximum_filter(sure, size=2 * _BETWEEN + 1), stamp_ns)
        self._read_ns = newest

    def _note(self, costmap: Costmap, sure: npt.NDArray[np.float32], stamp_ns: int) -> None:
        """A new look (H, W) takes the place of one that is worth less by now."""
        shape = costmap.states.shape
        before, when_ns = (
            self._sure.over(costmap.low, shape),
            self._when_ns.over(costmap.low, shape),
        )
        age_s = np.maximum(stamp_ns - when_ns, 0) / 1e9
        better = (sure > 0.0) & (sure >= before * 0.5 ** (age_s / self._config.half_life_s))
        when = np.where(better, np.int64(stamp_ns), when_ns)
        self._sure.merge(costmap.low, np.where(better, sure, before), lambda _, new: new)
        self._when_ns.merge(costmap.low, when, lambda _, new: new)


def known_since(sought: Sought, at_ns: npt.NDArray[np.int64], now_ns: int) -> Float32:
    """Probability (H, W) that a thing had gone before looks, by how long ago it was last seen.

    Args:
        sought: The thing.
        at_ns: (H, W) when each place was looked at; -1 for never.
        now_ns: Now.
    """
    if sought.last_ns == NEVER:
        return np.ones(at_ns.shape, dtype=np.float32)
    whole_ns = max(now_ns - sought.last_ns, 1)
    return np.clip((at_ns - sought.last_ns) / whole_ns, 0.0, 1.0).astype(np.float32)
