"""Compiled kernels over the arrays of the voxel memory; no bounds are checked inside."""
