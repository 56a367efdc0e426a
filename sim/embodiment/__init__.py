"""A robot in a simulator that does skills: drives, looks, takes, puts, opens; and checks."""
