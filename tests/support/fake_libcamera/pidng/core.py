"""What picamera2 imports from here."""


class PICAM2DNG:
    """Writes raw pictures; never made here."""
