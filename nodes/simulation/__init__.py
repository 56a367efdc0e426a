"""The simulated household as a robot's driver: topics out, commands in."""
