"""The properties of a camera that picamera2 reads."""

from enum import Enum
from types import SimpleNamespace

from libcamera.control_types import ControlId, ControlType

Location = ControlId(1, "Location", ControlType.Integer32)
Rotation = ControlId(2, "Rotation", ControlType.Integer32)
Model = ControlId(3, "Model", ControlType.String)

draft = SimpleNamespace(
    ColorFilterArrangement=ControlId(10001, "ColorFilterArrangement", ControlType.Integer32),
    ColorFilterArrangementEnum=Enum("ColorFilterArrangementEnum", ["RGGB", "MONO"], start=0),
)
