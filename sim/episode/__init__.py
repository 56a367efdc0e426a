"""A robot's time in a home: people change it, the robot goes round, its camera looks."""
