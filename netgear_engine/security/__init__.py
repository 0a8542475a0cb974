"""CURVE: who may send to a receiver, and how both ends prove who they are."""
