"""Network cameras and streams."""
