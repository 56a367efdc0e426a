"""From subtasks to deeds: order, search, preconditions, and what to do when one fails."""
