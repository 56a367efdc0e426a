"""A language model plans tasks that are asked for over real DDS; when it is down, nobody waits."""

import pytest
from stub_endpoint import endpoint

from whereseen.acting.skills.call import GoTo, LookAt, Pick, Place, Relation
from whereseen.memory.errors import InvalidConfig
from whereseen.nodes.skills.pursuit import End
from whereseen.nodes.tasks.config import TaskConfig
from whereseen.nodes.tasks.errand import told
from whereseen.nodes.tasks.llm_config import LlmConfig
from whereseen.nodes.tasks.planners import planner_named

TASK = "put the red mug in the sink"
NOBODY = "http://127.0.0.1:9/v1"  # the discard service, which nobody runs


@pytest.fixture
def model():
    with endpoint() as model:
        yield model


@pytest.fixture
def with_model(acting):
    """Lets the node plan by a model; returns how."""

    def use(**llm):
        config = TaskConfig(planner="llm", llm=LlmConfig(model="tiny", retries=0, **llm))
        acting.server._config = acting.doer._config = config

    return use


@pytest.fixture
def plan(memory):
    """What a model would say: it names things by their numbers."""
    ids = {each.label: each.id for each in memory.objects.entities()}
    steps = [
        {"skill": "goto", "target": ids["red mug"]},
        {"skill": "pick", "thing": ids["red mug"]},
        {"skill": "goto", "target": ids["sink"]},
        {"skill": "place", "receptacle": ids["sink"], "relation": "in"},
    ]
    return ids, {"steps": steps}


def test_a_model_plans_and_the_robot_does_it(acting, driver, ask, model, with_model, plan):
    ids, model.says = plan[0], [plan[1]]
    with_model(base_url=model.url)
    ended = ask(TASK)
    assert ended.end is End.SUCCEEDED, told(ended)
    done = [each for each in driver.body.calls if not isinstance(each, LookAt)]
    assert done == [
        *(GoTo(ids["red mug"]), Pick(ids["red mug"])),
        *(GoTo(ids["sink"]), Place(ids["sink"], Relation.IN)),
    ]
    assert any("the model tiny proposes" in line for line in ask.lines)
    (asked,) = model.asked
    assert TASK in asked["messages"][-1]["content"]
    assert acting.server.planner_fault == ""


def test_without_its_model_the_task_is_done_all_the_same_and_that_is_said(
    acting, driver, ask, with_model
):
    with_model(base_url=NOBODY)
    ended = ask(TASK)
    assert ended.end is End.SUCCEEDED, told(ended)
    assert any("the planner llm has no plan" in line for line in ask.lines)
    assert "127.0.0.1" in acting.server.planner_fault
    ask("open the sink", planner="deterministic")
    assert acting.server.planner_fault == ""  # nobody asked a model


def test_what_a_model_said_is_recorded_and_can_be_said_again(
    acting, driver, ask, model, with_model, plan, tmp_path
):
    model.says = [plan[1]]
    with_model(base_url=model.url, record=str(tmp_path / "said.jsonl"))
    assert ask(TASK).end is End.SUCCEEDED
    replay = LlmConfig(model="tiny", base_url=NOBODY, replay=str(tmp_path / "said.jsonl"))
    planner = planner_named("llm", (), acting.memory, {}, replay)
    assert planner.name == "llm"
    assert (tmp_path / "said.jsonl").read_text().count("\n") == 1


def test_parameters_go_before_the_environment():
    environment = {"WHERESEEN_LLM_URL": "https://there/v1", "WHERESEEN_LLM_MODEL": "large"}
    found = LlmConfig(model="tiny", timeout_s=3.0).model_config(environment)
    assert (found.base_url, found.model, found.timeout_s) == ("https://there/v1", "tiny", 3.0)


def test_an_endpoint_that_cannot_be_moves_nothing(acting, driver, ask, with_model):
    with_model(base_url="http://elsewhere/v1")
    ended = ask(TASK)
    assert ended.end is End.ABORTED
    assert "plain text" in ended.result.status.reason
    assert driver.body.calls == []


def test_there_are_two_planners():
    assert planner_named("deterministic", (), None, {}) is None
    with pytest.raises(InvalidConfig, match="no such planner"):
        planner_named("oracle", (), None, {})
