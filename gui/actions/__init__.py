"""What the operator can do: one table of actions, their keys and tips."""
