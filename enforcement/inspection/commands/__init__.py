"""Acts of this room that mean something in law, one file per part."""
