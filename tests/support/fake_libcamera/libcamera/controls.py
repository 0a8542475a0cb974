"""The controls of a Raspberry Pi camera that tests use, each under its own name."""

from enum import IntEnum
from types import SimpleNamespace

from libcamera.control_types import ControlId, ControlType

AeEnable = ControlId(1, "AeEnable", ControlType.Bool)
AeMeteringMode = ControlId(3, "AeMeteringMode", ControlType.Integer32)
ExposureTime = ControlId(7, "ExposureTime", ControlType.Integer32)
ExposureTimeMode = ControlId(8, "ExposureTimeMode", ControlType.Integer32)
AnalogueGain = ControlId(9, "AnalogueGain", ControlType.Float)
AnalogueGainMode = ControlId(10, "AnalogueGainMode", ControlType.Integer32)
Brightness = ControlId(14, "Brightness", ControlType.Float)
AwbEnable = ControlId(17, "AwbEnable", ControlType.Bool)
AwbMode = ControlId(18, "AwbMode", ControlType.Integer32)
ColourGains = ControlId(20, "ColourGains", ControlType.Float, size=2)
ScalerCrop = ControlId(27, "ScalerCrop", ControlType.Rectangle)
FrameDurationLimits = ControlId(30, "FrameDurationLimits", ControlType.Integer64, size=2)
AfMode = ControlId(36, "AfMode", ControlType.Integer32)
LensPosition = ControlId(43, "LensPosition", ControlType.Float)
SensorTimestamp = ControlId(60, "SensorTimestamp", ControlType.Integer64)
FrameDuration = ControlId(61, "FrameDuration", ControlType.Integer64)

AeMeteringModeEnum = IntEnum(
    "AeMeteringModeEnum", ["CentreWeighted", "Spot", "Matrix", "Custom"], start=0
)
AwbModeEnum = IntEnum(
    "AwbModeEnum",
    ["Auto", "Incandescent", "Tungsten", "Fluorescent", "Indoor", "Daylight", "Cloudy", "Custom"],
    start=0,
)
AfModeEnum = IntEnum("AfModeEnum", ["Manual", "Auto", "Continuous"], start=0)

draft = SimpleNamespace(
    NoiseReductionMode=ControlId(10002, "NoiseReductionMode", ControlType.Integer32),
    NoiseReductionModeEnum=IntEnum(
        "NoiseReductionModeEnum", ["Off", "Fast", "HighQuality", "Minimal", "ZSL"], start=0
    ),
)
