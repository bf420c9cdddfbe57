"""How fast the system answers, measured against the least that the same server can do."""
