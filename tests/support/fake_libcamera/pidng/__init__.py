"""picamera2 imports this to save raw pictures, which nobody here asks for."""
