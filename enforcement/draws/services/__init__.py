"""Actions of the room, split by noun; callers use ``draws.services``."""
