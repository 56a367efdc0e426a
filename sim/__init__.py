"""Simulated homes, and the benchmarks that run in them."""
