import pytest

from whereseen.nodes.benchmark import domain
from whereseen.nodes.benchmark.domain import locked_domain
from whereseen.nodes.benchmark.errors import BenchmarkFailed


def test_two_runs_get_different_domains_that_dds_can_use(tmp_path):
    with locked_domain(tmp_path) as first, locked_domain(tmp_path) as second:
        assert first != second
        assert {first, second} <= set(range(1, 102))


def test_a_domain_is_free_again_afterwards(tmp_path):
    with locked_domain(tmp_path) as first:
        pass
    with locked_domain(tmp_path) as second:
        assert first == second


def test_when_all_are_taken_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(domain, "_HIGHEST", 1)
    with locked_domain(tmp_path), pytest.raises(BenchmarkFailed, match="taken"):
        locked_domain(tmp_path).__enter__()
