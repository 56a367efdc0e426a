"""The map file: versioned, crash-safe, no pickle."""
