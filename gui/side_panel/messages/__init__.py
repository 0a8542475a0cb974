"""The conversation with a camera, and the reply box."""
