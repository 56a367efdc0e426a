"""A plan from a model: asked, checked, asked once more with the reason, or given up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from whereseen.acting.instructions.task import Subtask
from whereseen.acting.model.chat import ChatModel
from whereseen.acting.model.config import ModelConfig
from whereseen.acting.model.converting import subtasks_of
from whereseen.acting.model.prompt import first_request, second_request
from whereseen.acting.model.situation import Situation
from whereseen.acting.skills.call import Call
from whereseen.acting.skills.schema import InvalidPlan, Step, read_plan
from whereseen.acting.strict_json import NotJson, strict_json

_MOST_LETTERS = 50_000
_TIMES = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that a model made.

    Attributes:
        steps: In order.
        subtasks: What they are for, one after the other.
        refused: Why replies before it were refused.
    """

    steps: tuple[Step, ...]
    subtasks: tuple[Subtask, ...] = ()
    refused: tuple[str, ...] = ()


class Proposer:
    """Asks a model for plans of skills.

    Args:
        model: Who answers.
        config: What it is told, and how much.
        skills: What the robot can do.
    """

    def __init__(
        self, model: ChatModel, config: ModelConfig, skills: Collection[type[Call]]
    ) -> None:
        self._model = model
        self._config = config
        self._skills = frozenset(skills)

    def propose(self, situation: Situation, *, first: int = 1) -> Proposal:
        """A plan all of whose steps are skills of this robot and speak of nothing unknown.

        Args:
            situation: What the model is told.
            first: Number in the name of the first subtask.

        Raises:
            InvalidPlan: if two replies were none; the message has both reasons.
            ModelError: if the model gives no reply.
        """
        request = first_request(situation, self._config, self._skills)
        refused: list[str] = []
        for _ in range(_TIMES):
            reply = self._model.reply(request)
            try:
                steps = steps_in(reply, self._skills, situation.known)
                subtasks = subtasks_of(steps, situation.held, first=first)
            except InvalidPlan as error:
                refused.append(str(error))
                request = second_request(request, reply, str(error))
            else:
                return Proposal(steps, subtasks, tuple(refused))
        raise InvalidPlan("the model gave no usable plan", got="; then ".join(refused))


def steps_in(
    reply: str, skills: Collection[type[Call]], known: Collection[int]
) -> tuple[Step, ...]:
    """The plan that a reply is.

    Args:
        reply: All that the model said.
        skills: What may be done.
        known: Identities that may be spoken of.

    Raises:
        InvalidPlan: if it is anything but the JSON of a plan, or has an unknown skill or thing.
    """
    try:
        value = strict_json(reply.strip(), most_letters=_MOST_LETTERS)
    except NotJson as error:
        raise InvalidPlan(
            "the reply is not one JSON object", got=f"{error.what}: {error.got}",
            remedy="Write the object alone, without words or a code fence around it",
        ) from error  # fmt: skip
    steps = read_plan(value, skills)
    for number, step in enumerate(steps, start=1):
        for reference in step.references:
            if reference.thing_id is not None and reference.thing_id not in known:
                raise InvalidPlan(
                    f"step {number}: no thing of this number is known",
                    got=str(reference.thing_id),
                    remedy="Use a number from the data, or a phrase",
                )
    return steps
