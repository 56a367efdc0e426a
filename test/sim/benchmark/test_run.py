from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.benchmark.run import Run

ROW = Metric("whereseen", "640x480", "frame_ms", 4.0, 3.0, 5.0, 9, "ms", "lower")


def test_a_run_is_written_with_all_that_shaped_it(tmp_path):
    run = Run("speed", {"rooms": 2}, [3, 4])
    results = run.finish(iter([ROW]), tmp_path / "new" / "folder", {"encoder": "labels"})
    assert Results.read(tmp_path / "new" / "folder" / "results.json") == results
    assert (results.suite, results.seeds, results.metrics) == ("speed", (3, 4), (ROW,))
    assert results.config == {"rooms": 2, "encoder": "labels"}
    assert results.machine.keys() >= {"processor", "load_average", "load_average_after"}
    assert results.date


def test_without_a_folder_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Run("speed", {}).finish((), None).metrics == ()
    assert list(tmp_path.iterdir()) == []
