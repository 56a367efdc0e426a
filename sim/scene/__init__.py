"""Homes as data: rooms, furniture and things, read and written as YAML, checked against rules."""
