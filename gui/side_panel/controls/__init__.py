"""The selected camera's controls."""
