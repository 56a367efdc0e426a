from rich.console import Console

from whereseen.sim.benchmark.report import plot_frame_cost, regression_table, table
from whereseen.sim.benchmark.results import Metric, Regression, Results


def metric(method, case, value, *, low=None, high=None, n=1):
    low, high = value if low is None else low, value if high is None else high
    return Metric(method, case, "frame_ms", value, low, high, n, "ms", "lower")


def results(*metrics):
    return Results("map", "0.1.0", "abcdef0123456", "", {}, {}, (0,), metrics)


def text_of(renderable):
    console = Console(width=160)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def test_the_table_has_a_column_for_each_method():
    text = text_of(
        table(
            results(
                metric("whereseen", "640x480", 4.5, low=4.0, high=5.0, n=9),
                metric("replace", "640x480", 80.0),
                metric("whereseen", "voxels=1000", 4.0),
            )
        )
    )
    assert "map 0.1.0 abcdef0123" in text
    assert "frame_ms [ms]" in text
    assert "4.5 (4 .. 5)" in text
    assert "80" in text


def test_the_regression_table_names_what_is_missing():
    before = metric("whereseen", "640x480", 4.0)
    text = text_of(regression_table([Regression(before, None, float("inf"))]))
    assert "missing" in text


def test_the_plot_needs_sizes(tmp_path):
    path = tmp_path / "cost.png"
    assert not plot_frame_cost(results(metric("whereseen", "640x480", 4.0)), path)
    sizes = [metric("whereseen", f"voxels={n}", 4.0) for n in (1000, 10_000)]
    assert plot_frame_cost(results(*sizes), path)
    assert path.read_bytes()[:4] == b"\x89PNG"
