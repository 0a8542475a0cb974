"""`netgear-server doctor`: what is wrong with this computer as a node, and what to type."""
