"""`whereseen do`: what is asked for wrongly is refused before anything is started."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from whereseen.acting.instructions.task import Goal, Reference, Subtask, Task
from whereseen.acting.planning.report import Ending, Report, Resolved, SubtaskReport
from whereseen.acting.references.resolution import Hypothesis
from whereseen.acting.skills.outcome import Failure, FailureKind
from whereseen.cli import app
from whereseen.doing import _finish
from whereseen.memory.errors import InvalidConfig


@pytest.mark.parametrize("asked", [[], ["tidy up", "--resume"], ["--resume"], ["--things", "x"]])
def test_wrong_usage(asked: list[str]) -> None:
    assert CliRunner().invoke(app, ["do", *asked]).exit_code == 2


def test_there_is_no_such_sensing(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["do", "tidy up", "--sensing", "smell"])
    assert isinstance(result.exception, InvalidConfig)


SUBTASK = Subtask("1", Goal.TAKE, Reference("the mug"))
FAILURE = Failure(FailureKind.NOT_FOUND, "the mug was not found")
RESOLVED = Resolved("the mug", (Hypothesis(4, "mug", 0.75, 1.0, "it is a mug"),), 4)


@pytest.mark.parametrize(
    ("ending", "code"), [(Ending.DONE, 0), (Ending.FAILED, 3), (Ending.CANCELLED, 130)]
)
def test_the_report_is_told(ending: Ending, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    failed = None if ending is Ending.DONE else FAILURE
    subtask = SubtaskReport(SUBTASK, ending, failed, (), (RESOLVED,))
    report = Report(Task("take the mug", (SUBTASK,)), ending, (subtask,), reason="[b]why[/b]")
    assert _finish(report, as_json=True) == code
    told = capsys.readouterr().out
    assert '"probability": 0.75' in told and '"text": "take the mug"' in told
    assert _finish(report, as_json=False) == code
    assert "[b]why[/b]" in capsys.readouterr().out
    assert _finish(None, as_json=False) == 3
