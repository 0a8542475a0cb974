"""What the node is to do: its file and its flags, read and checked."""
