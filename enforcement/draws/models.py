"""The tables of draws."""
