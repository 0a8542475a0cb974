"""What messages are made of."""

Part = bytes | memoryview
"""One part of a message. A large one may be a view of memory that ZeroMQ owns: see transport."""
