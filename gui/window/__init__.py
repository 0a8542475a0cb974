"""The windows and their bars: they place the areas and have no behaviour."""
