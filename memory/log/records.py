"""What a log holds: observations and events, as values."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidObservation

DETECTION = "detection"
ABSENCE = "absence"
CONTACT = "contact"
TOLD = "told"

Covariance6 = tuple[float, float, float, float, float, float]

_LAST_NS = 2**63 - 1
_FARTHEST_M = 1e9
_LONGEST = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedObservation:
    """One thing that a sensor, a program or a person said of one moment.

    Attributes:
        stamp_ns: When it was so, int64 nanoseconds.
        kind: `detection`, `absence`, `contact`, `told`, or a word of one's own.
        label: What it is of, as `mug`.
        text: What was said or captioned.
        position_m: Where it is, not where the robot was, in `frame_id`; None if nowhere.
        covariance_m2: xx, xy, xz, yy, yz, zz of the position; None if unknown.
        frame_id: Frame of the position.
        score: How sure its source was, as it says.
        entity_id: The thing it was found to be, positive; None if none.
        place: Name of the place, as `home/kitchen`; None if unknown.
        attributes: Names to values, as `colour` to `red`.
        image_id: Key frame that shows it.
        model_id: What recognised it.
    """

    stamp_ns: int
    kind: str = DETECTION
    label: str = ""
    text: str = ""
    position_m: Metres3 | None = None
    covariance_m2: Covariance6 | None = None
    frame_id: str = "map"
    score: float = 1.0
    entity_id: int | None = None
    place: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    image_id: int | None = None
    model_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """Something that happened, was done or was said, from one time to another.

    Attributes:
        type: As `moved`, `picked_up`, `asked`.
        t0_ns, t1_ns: When it began and ended, int64 nanoseconds; equal for a moment.
        actor: Who did it.
        args: What it was about: what JSON can hold.
        outcome: How it ended, as `done` or `failed`.
        observation_ids: What it is known from.
    """

    type: str
    t0_ns: int
    t1_ns: int
    actor: str = ""
    args: Mapping[str, object] = field(default_factory=dict)
    outcome: str = ""
    observation_ids: tuple[int, ...] = ()


def require_observation(o: LoggedObservation) -> None:
    """Refuse what could not be found again, or not as it was.

    Raises:
        InvalidObservation: naming the field, what was got and the remedy.
    """
    _require_stamp("stamp_ns", o.stamp_ns)
    for name in ("kind", "label", "text", "frame_id", "model_id"):
        _require_text(name, getattr(o, name))
    if o.place is not None:
        _require_text("place", o.place)
    if o.position_m is not None:
        _require_numbers("position_m", o.position_m, 3, _FARTHEST_M)
    if o.covariance_m2 is not None:
        _require_numbers("covariance_m2", o.covariance_m2, 6, math.inf)
    _require_numbers("score", (o.score,), 1, math.inf)
    for name in ("entity_id", "image_id"):
        number = getattr(o, name)
        if number is not None:
            _require_number(name, number)
    for name, value in o.attributes.items():
        _require_text("attributes", name)
        _require_text("attributes", value)


def require_event(e: LoggedEvent) -> None:
    """Refuse what could not be read back.

    Raises:
        InvalidObservation: naming the field, what was got and the remedy.
    """
    _require_stamp("t0_ns", e.t0_ns)
    _require_stamp("t1_ns", e.t1_ns)
    if e.t1_ns < e.t0_ns:
        raise InvalidObservation(
            "an event ends before it begins", got=f"{e.t0_ns} to {e.t1_ns}", remedy="Swap them"
        )
    for name in ("type", "actor", "outcome"):
        _require_text(name, getattr(e, name))
    try:
        _require_text("args", json.dumps(dict(e.args), allow_nan=False))
    except (TypeError, ValueError) as error:
        raise InvalidObservation(
            "args of an event are not what JSON can hold", got=str(error), remedy="Use plain values"
        ) from error


def _require_stamp(name: str, stamp_ns: int) -> None:
    if type(stamp_ns) is not int or not -_LAST_NS <= stamp_ns <= _LAST_NS:
        raise InvalidObservation(
            f"{name} must be an int of 64 bits", got=repr(stamp_ns), remedy="Use nanoseconds"
        )


def _require_number(name: str, number: int) -> None:
    if type(number) is not int or not 0 < number <= _LAST_NS:
        raise InvalidObservation(
            f"{name} must be a positive int", got=repr(number), remedy="None stands for none"
        )


def _require_text(name: str, text: str) -> None:
    is_text = isinstance(text, str) and len(text) <= _LONGEST and "\0" not in text
    if not is_text or not (text.isascii() or _is_unicode(text)):
        raise InvalidObservation(
            f"{name} must be text that can be kept",
            got=repr(text)[:80],
            remedy=f"A str without NUL and lone surrogates, of at most {_LONGEST} characters",
        )


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _require_numbers(name: str, numbers: tuple[float, ...], n: int, most: float) -> None:
    if len(numbers) != n or not all(math.isfinite(v) and abs(v) <= most for v in numbers):
        raise InvalidObservation(
            f"{name} must be {n} finite numbers", got=repr(numbers)[:80], remedy="Leave it out"
        )
