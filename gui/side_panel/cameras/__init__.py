"""The list of cameras."""
