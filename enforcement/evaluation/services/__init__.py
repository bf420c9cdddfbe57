"""Actions of the room, split by noun."""
