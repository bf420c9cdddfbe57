"""What public pages read, by noun; nothing else of the room is shown to the public."""
