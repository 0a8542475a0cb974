"""Keeping a camera's process alive, and reporting what becomes of it."""
