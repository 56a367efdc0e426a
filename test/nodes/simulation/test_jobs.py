"""Work for the thread that simulates."""

import threading

import pytest

from whereseen.nodes.simulation.jobs import Jobs, SimulationEnded


def in_thread(work):
    found = []

    def run():
        try:
            found.append(work())
        except Exception as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def served(jobs, thread):
    while thread.is_alive():
        jobs.serve()


def test_work_is_done_by_who_serves():
    jobs = Jobs()
    thread, found = in_thread(lambda: jobs.do(threading.get_ident))
    served(jobs, thread)
    assert found == [threading.get_ident()]


def test_what_work_raises_comes_back():
    jobs = Jobs()

    def fail():
        raise ValueError("no")

    thread, found = in_thread(lambda: jobs.do(fail))
    served(jobs, thread)
    assert isinstance(found[0], ValueError)


def test_at_the_end_who_waits_is_told_and_nobody_waits_any_more():
    jobs = Jobs()
    thread, found = in_thread(lambda: jobs.do(int))
    while not jobs.are_waiting:
        pass
    jobs.close()
    thread.join()
    assert isinstance(found[0], SimulationEnded)
    with pytest.raises(SimulationEnded):
        jobs.do(int)
