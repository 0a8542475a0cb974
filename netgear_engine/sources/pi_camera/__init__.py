"""Raspberry Pi cameras."""
