"""The version of the whole project, told to peers, users and the packaging tools."""

VERSION = "0.1.0"
