"""What the actions and topics of a body are called, below the robot's namespace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from whereseen_msgs import action

from whereseen.acting.skills.call import (
    Call,
    Close,
    Explore,
    GoTo,
    Heat,
    LookAt,
    Open,
    Pick,
    Place,
    Slice,
    Toggle,
    Wash,
)

BODY = "skills/body"
NAVIGATE = "navigate_to_pose"


@dataclass(frozen=True, slots=True)
class SkillAction:
    """An action that does one skill, or some that are much alike.

    Attributes:
        name: Relative to the namespace, as `skills/pick`.
        kind: Its type.
    """

    name: str
    kind: Any


GO_TO = SkillAction("skills/goto", action.GoTo)
EXPLORE = SkillAction("skills/explore", action.Explore)
LOOK_AT = SkillAction("skills/look_at", action.LookAt)
PICK = SkillAction("skills/pick", action.Pick)
PLACE = SkillAction("skills/place", action.Place)
SET_OPEN = SkillAction("skills/set_open", action.SetOpen)
TOGGLE = SkillAction("skills/toggle", action.Toggle)
TREAT = SkillAction("skills/treat", action.Treat)

ACTION_OF: Mapping[type[Call], SkillAction] = MappingProxyType(
    {
        GoTo: GO_TO,
        Explore: EXPLORE,
        LookAt: LOOK_AT,
        Pick: PICK,
        Place: PLACE,
        Open: SET_OPEN,
        Close: SET_OPEN,
        Toggle: TOGGLE,
        Slice: TREAT,
        Wash: TREAT,
        Heat: TREAT,
    }
)
