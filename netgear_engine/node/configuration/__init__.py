"""What the node is told: its file and its flags, checked."""
