"""The draw protocol as pure functions (``docs/draw-protocol.md``): bytes, trees, seed, tickets, officers, bundle."""
