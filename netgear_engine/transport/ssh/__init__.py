"""The SSH tunnel."""
