"""Upkeep of a memory without a language model: thinning, retention, habits, summaries.

`consolidate` does what is due, `consolidating` a short piece at a time; `likely_places` tells where
things of a label usually are, and `summaries_of` what was so on a day.
"""
