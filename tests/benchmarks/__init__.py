"""How fast it is, beside others on the same frames. Nothing here asserts a time."""
