"""What a robot can do: calls, their preconditions and effects, outcomes, who does them."""
