"""How often is what is needed at hand? Policies of short-term memory, and the best there can be.

The study of hit rates of KARMA (Wang et al., "KARMA: augmenting embodied AI agents with long-and-
short term memory systems", 2024) on streams of our own, which are drawn from a seed.
"""
