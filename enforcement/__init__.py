"""Records and supervision of administrative law enforcement (行政执法)."""
