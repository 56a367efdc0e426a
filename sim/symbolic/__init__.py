"""A household of symbols: generated homes, a robot that acts in them, nothing rendered.

What is in view follows from geometry, as in `sim.recalling`; how long things take, from ways.
"""
