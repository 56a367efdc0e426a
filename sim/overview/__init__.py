"""All benchmarks of the world model in one table, with their bars and baselines."""
