"""What is in view, compiled by numba."""
