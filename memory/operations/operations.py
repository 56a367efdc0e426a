"""What a memory is asked and told of things: told facts, recall, whereabouts, changes, context."""

from __future__ import annotations

from datetime import timezone, tzinfo
from typing import TYPE_CHECKING, cast

from whereseen.memory.answer import Metres3
from whereseen.memory.encoder.protocol import Query
from whereseen.memory.log.memory_log import MemoryLog
from whereseen.memory.log.query import Reply, Where
from whereseen.memory.operations.watching import Watch, Watches, WatchFor

if TYPE_CHECKING:
    from whereseen.memory.objects.entity import Change, Entity
    from whereseen.memory.objects.explaining import Explanation
    from whereseen.memory.operations.localizing import Localization
    from whereseen.memory.operations.planning import Briefing
    from whereseen.memory.spatial.selection import Selection
    from whereseen.memory.spatial_memory import SpatialMemory

_UTC = timezone.utc
_UNKNOWN_SIZE_M = (0.0, 0.0, 0.0)


class Operations:
    """What a memory does with things, their past and their log; see docs/decisions/0027.

    Rooms and relations are as of the last `graph.refresh()`.
    """

    log: MemoryLog

    def __init__(self) -> None:
        self._watches = Watches(self._whole_memory)
        self.log.on_note = self._watches.note

    def remember(
        self,
        what: str,
        position_m: Metres3 | None = None,
        *,
        size_m: Metres3 = _UNKNOWN_SIZE_M,
        probability: float = 1.0,
        source: str = "",
        now_ns: int | None = None,
    ) -> Entity:
        """Believe what someone tells, until its place is seen without it or the thing is seen.

        Args:
            what: With a position, what is there: "keys". Without, a sentence that names furniture,
                a thing or a room that is known: "the keys are on the desk in the office".
            position_m: Its middle in the map frame; None where the sentence says it.
            size_m: Its extent, zeros if unknown; of a sentence, the named place's.
            probability: How sure that is, over 0 to 1.
            source: Who tells.
            now_ns: Since when it is there; None for the time of the newest frame.

        Raises:
            InvalidQuery: if the place is not known, or more than one is meant.
        """
        from whereseen.memory.operations.telling import place_told

        memory = self._whole_memory
        if position_m is None:
            told = place_told(memory, what)
            what, position_m, size_m = told.label, told.position_m, told.size_m
        return memory.objects.remember(what, position_m, size_m, probability, source, now_ns)

    def recall(
        self,
        like: str | Query | None = None,
        where: Where | None = None,
        *,
        room: str = "",
        limit: int = 10,
        min_score: float | None = None,
    ) -> Reply:
        """Observations that fit all conditions, those most alike first, else the newest first.

        Images are recalled by `recall_images`.

        Args:
            like: What they should be like: a text, or a question that the encoder made of one or
                of an image; None to rank without.
            where: Any mix of near, within, place, during, as of, kinds, labels, things, words,
                attributes; all if None.
            room: Name of the room where they are, as its outline is now known.
            limit: At most so many.
            min_score: Nothing that is less alike.

        Raises:
            InvalidQuery: naming what is wrong.
            LogError: if the log cannot be read.
        """
        if room:
            from whereseen.memory.operations.recalling_in_rooms import recall_in_room

            graph, asked = self._whole_memory.graph, where or Where()
            return recall_in_room(
                self.log, graph, room, like, asked, limit=limit, min_score=min_score
            )
        return self.log.recall(like, where, limit=limit, min_score=min_score)

    def localize(
        self,
        what: str,
        *,
        as_of_ns: int | None = None,
        top: int = 5,
        within: Selection | None = None,
        zone: tzinfo = _UTC,
    ) -> Localization:
        """Where something is, or was at a time, how sure and why; or why that is not known.

        Args:
            what: As "a red mug".
            as_of_ns: When; None for now.
            top: The best place and alternatives, at most so many.
            within: The part of the map that is searched; everything if None.
            zone: Of the clocks of who asks, for the reason in words.

        Raises:
            InvalidQuery: if the text is empty or too long, or `top` is not positive.
        """
        memory = self._whole_memory
        if as_of_ns is None:
            from whereseen.memory.operations.localizing import localize

            return localize(memory, what, memory.graph, top=top, within=within)
        from whereseen.memory.operations.localizing_past import localize_as_of

        return localize_as_of(
            memory, what, memory.graph, as_of_ns, top=top, within=within, zone=zone
        )

    def changed_since(
        self,
        since: int | str,
        *,
        room: str = "",
        within: Selection | None = None,
        limit: int = 100,
        zone: tzinfo = _UTC,
    ) -> tuple[Change, ...]:
        """What became different, the newest so many, oldest first.

        Args:
            since: Nanoseconds, a time in words, or "the last visit" (of each room), or "the last
                visit to the kitchen", which is also where then.
            room: Only what was or is in the room of this name.
            within: Only things that were or are in this box.
            limit: At most so many.
            zone: Of the clocks of who says it.

        Raises:
            InvalidQuery: if the time is not understood, or there is no such room.
        """
        from whereseen.memory.operations.changing import changed_since

        return changed_since(
            self._whole_memory, since, room=room, within=within, limit=limit, zone=zone
        )

    def context(
        self, task: str = "", *, near_m: Metres3 | None = None, budget_tokens: int = 1000
    ) -> Briefing:
        """What a planner should know for a task, most useful first, never above the budget.

        Args:
            task: As "bring me something to drink"; empty for the one in working memory, if any.
            near_m: Where the asker is, None for nowhere.
            budget_tokens: Most tokens of the text, at four characters each.

        Raises:
            InvalidQuery: if the task is too long, the place not finite or the budget not positive.
        """
        from whereseen.memory.operations.planning import brief

        return brief(self._whole_memory, task, near_m=near_m, budget_tokens=budget_tokens)

    def explain(self, thing: int | str) -> tuple[Explanation, ...]:
        """Why the memory believes in a thing, by its identity, or in those of a name.

        Raises:
            InvalidQuery: if there is none.
        """
        objects = self._whole_memory.objects
        if isinstance(thing, int):
            return (objects.explain(thing),)
        from whereseen.memory.reviewing import things_named

        return tuple(objects.explain(each.id) for each in things_named(self._whole_memory, thing))

    def watch(self, condition: WatchFor | None = None) -> Watch:
        """Be told of changes from now on, as they are noted; `poll` the watch, and close it.

        Args:
            condition: Which changes; all but first sights if None.

        Raises:
            InvalidQuery: if its text cannot be asked.
        """
        return self._watches.begin(condition or WatchFor())

    @property
    def _whole_memory(self) -> SpatialMemory:
        return cast("SpatialMemory", self)
