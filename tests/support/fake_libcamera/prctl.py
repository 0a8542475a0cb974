"""picamera2 imports this for an output through ffmpeg, which nobody here asks for."""
