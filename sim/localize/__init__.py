"""Where is it now? Open-vocabulary localisation in homes that people change.

The protocol of DynaBench (Liu et al., "DynaMem", 2024): frames with poses, times at which to ask,
questions with positions and tolerances, an empty position for what is not there.
"""
