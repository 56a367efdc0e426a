"""`whereseen errand` as a person types it."""

import pytest
from typer.testing import CliRunner

from whereseen.cli import app


@pytest.mark.parametrize("arguments", [[], ["put it away", "--resume"], ["  "]])
def test_there_is_either_an_instruction_or_a_task_to_go_on_with(arguments):
    result = CliRunner().invoke(app, ["errand", *arguments])
    assert result.exit_code == 2
    assert "instruction" in result.output


def test_what_it_does_is_told():
    result = CliRunner().invoke(app, ["errand", "--help"])
    assert result.exit_code == 0
    assert "cancels the task" in " ".join(result.output.split())
