"""Real servers for the tests: nothing of ours is replaced by an imitation."""
