"""The rules of inspection as pure functions: items and plans, pools, checks, caps."""
