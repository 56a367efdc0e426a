"""A home at one moment and what happens in it: poses, open doors, states, the robot, the truth."""
