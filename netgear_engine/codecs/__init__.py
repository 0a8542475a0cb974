"""Pixels from bytes and back, one module per encoding."""
