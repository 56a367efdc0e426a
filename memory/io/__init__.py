"""Files in and out: recordings, clouds, meshes, occupancy grids, pictures."""
