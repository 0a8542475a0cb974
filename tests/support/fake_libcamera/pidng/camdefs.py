"""What picamera2 imports from here."""


class Picamera2Camera:
    """Describes a camera in raw pictures; never made here."""
