"""Solids, what covers them, the moving parts that they make up, and the files that hold them."""
