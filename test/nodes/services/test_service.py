import threading

import pytest
from whereseen_msgs import srv
from whereseen_msgs.msg import Status

from whereseen.memory.errors import InvalidQuery
from whereseen.nodes.intake.worker import Worker
from whereseen.nodes.services.service import AT_ONCE, ServiceDescription, Services

pytestmark = pytest.mark.ros
GENEROUS_S = 30.0


class NoFrames:
    def take(self, frame):
        return 0.0

    def lose(self, reason):
        pass


@pytest.fixture
def offer(peer):
    """Offers one service, answered by a function; returns what serves a request at once."""
    worker = Worker(NoFrames(), lambda: 0.05, queue_size=1, on_fault=lambda error: None)
    worker.start()
    made = []

    def offer(answer, timeout_s=GENEROUS_S):
        described = ServiceDescription("locate", srv.Locate, answer)
        services = Services(peer.node, None, worker, (described,), lambda: timeout_s)
        made.append(services)
        return lambda: services._serve(described, srv.Locate.Request(), srv.Locate.Response())

    yield offer
    worker.stop()
    for services in made:
        services.close()


def status_of(reply):
    return reply.status.code, reply.status.reason


def test_a_reply_is_good_unless_it_says_otherwise(offer):
    assert status_of(offer(lambda core, request, response: None)()) == (Status.OK, "done")


def test_wrong_requests_and_faults_are_told_apart(offer):
    def wrong(core, request, response):
        raise InvalidQuery("too vague", remedy="Say more")

    def faulty(core, request, response):
        raise ZeroDivisionError("oh")

    assert status_of(offer(wrong)()) == (Status.INVALID, "too vague. Say more")
    code, reason = status_of(offer(faulty)())
    assert code == Status.FAILED and "ZeroDivisionError" in reason


def test_a_crowd_is_turned_away_so_that_topics_go_on(offer):
    go_on = threading.Event()
    serve = offer(lambda core, request, response: go_on.wait(GENEROUS_S))
    replies = []
    waiting = [
        threading.Thread(target=lambda: replies.append(serve()), daemon=True)
        for _ in range(AT_ONCE + 3)
    ]
    for thread in waiting:
        thread.start()
    while len(replies) < 3:  # those beyond the crowd are answered at once
        go_on.wait(0.01)
    assert {reply.status.code for reply in replies} == {Status.UNAVAILABLE}
    go_on.set()
    for thread in waiting:
        thread.join(GENEROUS_S)
    assert (
        sorted(reply.status.code for reply in replies)
        == [Status.OK] * AT_ONCE + [Status.UNAVAILABLE] * 3
    )


def test_a_busy_memory_is_unavailable(offer):
    blocked = threading.Event()
    serve = offer(lambda core, request, response: blocked.wait(GENEROUS_S), timeout_s=0.05)
    code, reason = status_of(serve())
    blocked.set()
    assert code == Status.UNAVAILABLE and "goes on" in reason
