"""Benchmark suites with their baselines."""
