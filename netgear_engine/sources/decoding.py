"""The pixels of a frame, whether its camera gave pixels or a JPEG."""

import numpy as np
import simplejpeg

from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame, Pixels


def decoded(frame: CapturedFrame) -> Pixels:
    """Return height x width x 3 bytes in the order B, G, R.

    Raises SourceError when the camera gave a JPEG that is broken.
    """
    if frame.pixels is not None:
        return frame.pixels
    try:
        return np.asarray(simplejpeg.decode_jpeg(frame.jpeg or b"", "BGR", fastdct=True))
    except Exception as error:  # a decoder raises what it likes at what a camera gave
        raise SourceError(f"the camera gave a broken JPEG: {error}") from error
