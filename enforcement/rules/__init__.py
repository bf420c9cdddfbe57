"""The law: pure functions on frozen facts; every rule names its article. No database, no clock, no framework."""
