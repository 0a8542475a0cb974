"""One video: its state, its picture, its words."""
