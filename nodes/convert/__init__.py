"""Messages to arrays and values, and back; nothing in here knows a node."""
