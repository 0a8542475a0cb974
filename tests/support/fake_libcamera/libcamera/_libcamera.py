"""Colour spaces and transforms, which picamera2 looks for in this place too."""

from enum import Enum
from typing import Any, Self


class Transform:
    def __init__(self, hflip: Any = False, vflip: Any = False, transpose: Any = False) -> None:
        if isinstance(hflip, Transform):  # a copy of another
            hflip, vflip, transpose = vars(hflip).values()
        self.hflip = bool(hflip)
        self.vflip = bool(vflip)
        self.transpose = bool(transpose)

    def __str__(self) -> str:
        return f"<Transform {self.hflip} {self.vflip} {self.transpose}>"


class ColorSpace:
    Primaries = Enum("Primaries", ["Raw", "Smpte170m", "Rec709", "Rec2020"])
    TransferFunction = Enum("TransferFunction", ["Linear", "Srgb", "Rec709"])
    YcbcrEncoding = Enum("YcbcrEncoding", {"Null": 0, "Rec601": 1, "Rec709": 2, "Rec2020": 3})
    Range = Enum("Range", ["Full", "Limited"])

    def __init__(self, *parts: Any) -> None:
        if len(parts) == 1:
            other = parts[0]
            parts = (other.primaries, other.transferFunction, other.ycbcrEncoding, other.range)
        self.primaries, self.transferFunction, self.ycbcrEncoding, self.range = parts

    def __str__(self) -> str:
        return f"<ColorSpace {self.primaries.name} {self.range.name}>"

    @classmethod
    def Raw(cls) -> Self:  # noqa: N802 (libcamera's name)
        return cls(
            cls.Primaries.Raw, cls.TransferFunction.Linear, cls.YcbcrEncoding.Null, cls.Range.Full
        )

    @classmethod
    def Sycc(cls) -> Self:  # noqa: N802
        return cls(
            cls.Primaries.Rec709,
            cls.TransferFunction.Srgb,
            cls.YcbcrEncoding.Rec601,
            cls.Range.Full,
        )

    @classmethod
    def Smpte170m(cls) -> Self:  # noqa: N802
        return cls(
            cls.Primaries.Smpte170m,
            cls.TransferFunction.Rec709,
            cls.YcbcrEncoding.Rec601,
            cls.Range.Limited,
        )

    @classmethod
    def Rec709(cls) -> Self:  # noqa: N802
        return cls(
            cls.Primaries.Rec709,
            cls.TransferFunction.Rec709,
            cls.YcbcrEncoding.Rec709,
            cls.Range.Limited,
        )
