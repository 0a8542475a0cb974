"""The computer that the node runs on: its health, its light, its terminal and its systemd."""
