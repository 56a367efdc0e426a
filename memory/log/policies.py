"""Policies of retention as people write them.

`detection@kitchen*: 7 d, 10000 rows, 50 MB, 1 of 10 after 2 d; told: 365 d` keeps, of detections in
places whose names begin with kitchen, the newest 10,000 that take no more than 50 MB and are no
older than a week, and of those older than two days one of ten; and what was told for a year. All
else is kept. Each policy looks at what those before it have left.
"""

from __future__ import annotations

import re

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.log.retention import Retention

_UNITS_S = {"s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0, "w": 604_800.0}
_UNITS_BYTES = {"kB": 10**3, "MB": 10**6, "GB": 10**9}
_NUMBER = r"(\d+(?:\.\d+)?)"
_POLICY = re.compile(r"([^\s@:;,]+)(?:@([^:;,]*[^\s:;,]))?\s*:\s*(.+)", re.DOTALL)
_AGE = re.compile(rf"{_NUMBER}\s*(s|min|h|d|w)")
_ROWS = re.compile(r"(\d+)\s*rows")
_BYTES = re.compile(rf"{_NUMBER}\s*(kB|MB|GB)")
_THINNED = re.compile(rf"1 of (\d+)(?:\s+after\s+{_NUMBER}\s*(s|min|h|d|w))?")
_LIKE = "Write `detection@kitchen*: 7 d, 10000 rows, 50 MB, 1 of 10 after 2 d; told: 365 d`"


def parse_policies(text: str) -> tuple[Retention, ...]:
    """Policies, separated by semicolons; none for an empty text.

    Raises:
        InvalidConfig: naming the policy and the part of it that is not understood, or said twice.
    """
    return tuple(_policy(each.strip()) for each in text.split(";") if each.strip())


def policies_text(policies: tuple[Retention, ...]) -> str:
    """What `parse_policies` reads as these; ages in seconds, sizes in kB."""
    return "; ".join(_written(each) for each in policies)


def _policy(said: str) -> Retention:
    match = _POLICY.fullmatch(said)
    if match is None:
        raise InvalidConfig("this is no policy of retention", got=said, remedy=_LIKE)
    kind, place, bounds = match.groups()
    given: dict[str, float | int] = {}
    for bound in bounds.split(","):
        for name, value in _bound(bound.strip(), said).items():
            if name in given:
                raise InvalidConfig(f"a policy says {name} twice", got=said, remedy="Say it once")
            given[name] = value
    rows, size = given.get("max_rows"), given.get("max_bytes")
    return Retention(
        kind=kind,
        place=place or "*",
        max_age_s=given.get("max_age_s"),
        max_rows=None if rows is None else int(rows),
        max_bytes=None if size is None else int(size),
        keep_every=int(given.get("keep_every", 1)),
        thin_after_s=given.get("thin_after_s", 0.0),
    )


def _bound(bound: str, said: str) -> dict[str, float | int]:
    if match := _AGE.fullmatch(bound):
        return {"max_age_s": float(match[1]) * _UNITS_S[match[2]]}
    if match := _ROWS.fullmatch(bound):
        return {"max_rows": int(match[1])}
    if match := _BYTES.fullmatch(bound):
        return {"max_bytes": round(float(match[1]) * _UNITS_BYTES[match[2]])}
    if (match := _THINNED.fullmatch(bound)) and int(match[1]) > 0:
        after_s = 0.0 if match[2] is None else float(match[2]) * _UNITS_S[match[3]]
        return {"keep_every": int(match[1]), "thin_after_s": after_s}
    raise InvalidConfig("a bound of retention is not understood", got=f"{bound} in {said}",
                        remedy=_LIKE)  # fmt: skip


def _written(policy: Retention) -> str:
    bounds = []
    if policy.max_age_s is not None:
        bounds.append(f"{_plain(policy.max_age_s)} s")
    if policy.max_rows is not None:
        bounds.append(f"{policy.max_rows} rows")
    if policy.max_bytes is not None:
        bounds.append(f"{_plain(policy.max_bytes / 1000)} kB")
    if policy.keep_every > 1 or not bounds:
        bounds.append(f"1 of {policy.keep_every} after {_plain(policy.thin_after_s)} s")
    place = "" if policy.place == "*" else f"@{policy.place}"
    return f"{policy.kind}{place}: {', '.join(bounds)}"


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
