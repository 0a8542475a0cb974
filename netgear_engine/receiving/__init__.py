"""Receiving frames from many senders: one port, one state and one newest frame each."""
