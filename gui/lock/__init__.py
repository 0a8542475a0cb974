"""The lock and its PIN."""
