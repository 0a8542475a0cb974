"""`netgear-server doctor`: what this computer lacks as a node, what to type, and its cameras."""
