"""Services, answered in the thread that owns the memory."""
