"""The window that shows figures of every camera."""
