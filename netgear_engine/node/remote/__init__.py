"""What receivers want of a node: their wishes, their commands, and what was set by them."""
