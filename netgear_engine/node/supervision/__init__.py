"""Keeping a camera's process alive, and telling what became of it."""
