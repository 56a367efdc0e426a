"""Searches over grids, compiled by numba."""
