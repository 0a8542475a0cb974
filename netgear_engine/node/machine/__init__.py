"""How this computer is doing."""
