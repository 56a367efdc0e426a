"""Whether the parts of a task come true, at the moment they do; people act after each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from whereseen.acting.skills.outcome import Outcome
from whereseen.sim.symbolic.goals import holds
from whereseen.sim.symbolic.world import SymbolicWorld
from whereseen.sim.tasks.case import Step


@dataclass(slots=True)
class Watch:
    """Looks on while a robot does a task.

    A part counts as done when what it wants comes true by what the robot does, or when it is so as
    the part's turn comes, since people did it.

    Attributes:
        world: The truth.
        steps: Parts of the task.
        people: Let people act, when a part is done.
        done: Whether each part came true.
        skills: What the robot did, oldest first.
    """

    world: SymbolicWorld
    steps: tuple[Step, ...]
    people: Callable[[], None]
    done: list[bool]
    skills: list[Outcome]
    _held: list[bool]

    @classmethod
    def over(
        cls, world: SymbolicWorld, steps: tuple[Step, ...], people: Callable[[], None]
    ) -> Watch:
        """Begin to look on."""
        held = [holds(world, step.condition) for step in steps]
        return cls(world, steps, people, [False] * len(steps), [], held)

    def after(self, outcome: Outcome) -> None:
        """The robot has done something."""
        self.skills.append(outcome)
        now = [holds(self.world, step.condition) for step in self.steps]
        came = [is_so and not was for is_so, was in zip(now, self._held, strict=True)]
        due = next((at for at, is_done in enumerate(self.done) if not is_done), -1)
        came = [it or (at == due and now[at]) for at, it in enumerate(came)]
        news = any(new and not old for new, old in zip(came, self.done, strict=True))
        self.done = [old or new for old, new in zip(self.done, came, strict=True)]
        if news:
            self.people()
            now = [holds(self.world, step.condition) for step in self.steps]
        self._held = now

    @property
    def is_success(self) -> bool:
        """Whether all came true."""
        return all(self.done)
