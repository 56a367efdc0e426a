"""The dynamic voxel memory and its kernels."""
