"""Sending a camera's frames to its receivers: the newest frame, to each as fast as it takes it."""
