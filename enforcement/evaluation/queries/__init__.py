"""Reads of the room, split by noun."""
