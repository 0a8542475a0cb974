"""picamera2 imports this for previews on a screen, which nobody here asks for."""


class PixelFormat:
    RGB888 = BGR888 = XRGB8888 = XBGR8888 = YUV420 = YVU420 = NV12 = None
