"""Homes drawn from a seed: a floor plan, furniture that can be used, things where they are kept."""
