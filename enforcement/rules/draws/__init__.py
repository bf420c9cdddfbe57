"""The draw protocol, version 1: from a frozen pool and public randomness to objects and officers.

`docs/draw-protocol.md` tells it in words; nothing here knows a clock, a file or a database.
"""
