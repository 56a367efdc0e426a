from whereseen.sim.benchmark.machine import commit, machine, now, read_gb_s


def test_the_machine_describes_itself():
    found = machine()
    assert found["cores"] >= 1
    assert found["memory_gb"] > 0
    assert found["load_average"] >= 0


def test_the_commit_is_a_hash_or_nothing():
    assert len(commit()) in (0, 40)


def test_now_is_utc():
    assert now().endswith("+00:00")


def test_reading_takes_time():
    (rate,) = read_gb_s(repeats=1)
    assert 0.1 < rate < 10_000
