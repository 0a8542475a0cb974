"""Waiting: what takes a while, and the writing of files."""
