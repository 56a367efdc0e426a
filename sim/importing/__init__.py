"""Scenes made elsewhere become ours: SDF worlds, Habitat's scene datasets, binary glTF."""
