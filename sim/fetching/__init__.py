"""DynaMem's experiment in simulation: things that people have moved are fetched and put down.

After Liu et al., "DynaMem: Online Dynamic Spatio-Semantic Memory for Open World Mobile
Manipulation" (2024), section V: a robot maps a home, people move things, and it is told to take one
and drop it somewhere, with several memories. Theirs were real rooms; these are generated homes.
"""
