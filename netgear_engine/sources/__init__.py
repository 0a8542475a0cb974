"""Where pictures come from: cameras, files, streams and a test pattern, all of one shape.

with create_source("/dev/video0") as source:
while (frame := source.read()) is not None:
show(decoded(frame))
"""

from netgear_engine.sources.decoding import decoded
from netgear_engine.sources.registry import create_source
from netgear_engine.sources.source import Source, SourceOptions

__all__ = ["Source", "SourceOptions", "create_source", "decoded"]
