"""The log: what was observed and what happened, append-only, recalled by any mix of filters."""
