"""ZeroMQ: sockets, the loop that owns them, and what their monitors tell. Knows no frames."""
