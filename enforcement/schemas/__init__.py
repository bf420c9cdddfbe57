"""Schemas: the one description of each input, for forms and for the API; one file per room."""
