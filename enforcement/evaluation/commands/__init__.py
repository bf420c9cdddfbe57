"""Acts that mean something in an evaluation, split by noun."""
