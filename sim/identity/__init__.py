"""Is it the same one? Whether things keep their identity in homes that people change."""
