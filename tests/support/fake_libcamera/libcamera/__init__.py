"""As much of libcamera's Python module as picamera2 uses, with cameras that are drawn.

It is put in the place of the real module where that cannot be had, under the real picamera2. Like
libcamera's virtual cameras it reads which cameras there are from the file that
LIBCAMERA_VIRTUAL_CONFIG_FILE names, and obeys the first word of LIBCAMERA_VIRTUAL_FAULT_FILE: stall
(no frames), timeout (none ever again), error (broken frames), busy, startfail.
"""

from libcamera import _libcamera, controls, properties
from libcamera._libcamera import ColorSpace, Transform
from libcamera.camera import Camera, CameraManager, Request
from libcamera.configuration import (
    CameraConfiguration,
    Orientation,
    PixelFormat,
    SensorConfiguration,
    StreamRole,
)
from libcamera.control_types import ControlId, ControlInfo, ControlType, Rectangle, Size
from libcamera.frame_buffer import FrameBuffer, FrameBufferAllocator, FrameMetadata

__all__ = [
    "Camera",
    "CameraConfiguration",
    "CameraManager",
    "ColorSpace",
    "ControlId",
    "ControlInfo",
    "ControlType",
    "FrameBuffer",
    "FrameBufferAllocator",
    "FrameMetadata",
    "Orientation",
    "PixelFormat",
    "Rectangle",
    "Request",
    "SensorConfiguration",
    "Size",
    "StreamRole",
    "Transform",
    "_libcamera",
    "controls",
    "properties",
]
