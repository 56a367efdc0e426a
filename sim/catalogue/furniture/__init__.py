"""Furniture: what stands in a home and stays."""
