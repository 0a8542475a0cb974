"""A picture to be sent as a reply: read, made small enough, and encoded as NetGear does."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QImageWriter, QPainter

from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.protocol.reply import ArrayReply

SUFFIXES = ("png", "jpg", "jpeg", "bmp", "webp")

_LONGEST_SIDE = 1920
_MOST_BYTES = 64 * 1024 * 1024
_QUALITY = 90
_THUMBNAIL = QSize(64, 36)


@dataclass(frozen=True, slots=True)
class ReplyPicture:
    """A picture ready to be sent, and what the operator sees of it before."""

    name: str
    reply: ArrayReply
    thumbnail: QImage


def read_picture(path: Path) -> ReplyPicture | str:
    """Read a picture file; return why it cannot be sent when it cannot. Takes a moment."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return f"{path.name} is too large"
    except OSError as error:
        return f"{path.name}: {error.strerror}"
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        return f"{path.name} is not a picture that can be read"
    return picture_of(image, path.name)


def picture_of(image: QImage, name: str) -> ReplyPicture:
    """Return a picture, at most 1920 pixels wide or high, as NetGear sends arrays: one JPEG."""
    smooth = Qt.TransformationMode.SmoothTransformation
    keep = Qt.AspectRatioMode.KeepAspectRatio
    if max(image.width(), image.height()) > _LONGEST_SIDE:
        image = image.scaled(QSize(_LONGEST_SIDE, _LONGEST_SIDE), keep, smooth)
    opaque = QImage(image.size(), QImage.Format.Format_RGB888)
    opaque.fill(QColor(255, 255, 255))
    painter = QPainter(opaque)
    painter.drawImage(opaque.rect(), image)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setQuality(_QUALITY)
    writer.write(opaque)
    # Colours as NetGear's own: the camera gets them in OpenCV's order.
    reply = ArrayReply(JpegSettings().content, bytes(buffer.data().data()))
    return ReplyPicture(name, reply, opaque.scaled(_THUMBNAIL, keep, smooth))
