"""The camera node: the headless program netgear-server."""
