"""What homes hold: kinds of furniture and of things, with how they look and what they are for."""
