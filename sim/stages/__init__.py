"""Renderers behind one protocol: PyBullet, Habitat, and either in a process of its own."""
