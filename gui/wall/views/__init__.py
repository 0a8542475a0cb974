"""Saved arrangements of tiles: the book of views, editing, the tour."""
