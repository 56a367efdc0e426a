"""Instructions in many wordings, with what they tell; some were held back until all was done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = ("instructions.jsonl", "instructions_held_out.jsonl", "instructions_held_out_2.jsonl",
         "instructions_held_out_3.jsonl", "instructions_as_said.jsonl")  # fmt: skip
CASES = [
    pytest.param(case["instruction"], case["task"], id=case["instruction"][:60])
    for name in FILES
    for case in map(json.loads, (HERE / name).read_text(encoding="utf-8").splitlines())
]


@pytest.mark.parametrize(("instruction", "task"), CASES)
def test_what_is_told(digest, instruction, task):
    assert digest(instruction) == task
