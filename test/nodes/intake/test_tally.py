import math

import pytest

from whereseen.nodes.intake.tally import Tally


def test_before_the_first_frame_there_are_no_figures():
    snapshot = Tally().snapshot(5.0, {})
    assert (snapshot.received, snapshot.mapped, dict(snapshot.dropped)) == (0, 0, {})
    assert math.isnan(snapshot.age_s) and math.isnan(snapshot.latency_s[0])
    assert snapshot.rate_hz == 0.0


def test_rate_latency_and_age_are_of_recent_frames():
    tally = Tally()
    for number in range(101):
        tally.receive()
        tally.map(at_s=number * 0.1, latency_s=0.01 * number)
    snapshot = tally.snapshot(10.0, {})
    assert snapshot.received == snapshot.mapped == 101
    assert snapshot.rate_hz == pytest.approx(10.0, rel=0.02)
    assert snapshot.latency_s == pytest.approx((0.50, 0.95))
    assert snapshot.age_s == pytest.approx(0.0)


def test_the_rate_falls_to_zero_when_frames_stop():
    tally = Tally()
    for number in range(10):
        tally.map(at_s=number * 0.1, latency_s=0.0)
    assert tally.snapshot(5.0, {}).rate_hz == pytest.approx(9 / 5.0)
    assert tally.snapshot(20.0, {}).rate_hz == 0.0


def test_drops_are_counted_by_reason_beside_what_found_no_partner():
    tally = Tally()
    tally.drop("no transform")
    tally.drop("queue full", 2)
    tally.drop("no transform")
    dropped = tally.snapshot(0.0, {"depth: no partner": 3}).dropped
    assert dropped == {"depth: no partner": 3, "no transform": 2, "queue full": 2}


def test_figures_over_the_last_frames_take_bounded_memory():
    tally = Tally()
    for number in range(5000):
        tally.map(at_s=float(number), latency_s=1.0)
    assert tally.snapshot(5000.0, {}).mapped == 5000
    assert len(tally._recent) == 300
