"""Settings of an installation, and the files that hold statutory numbers, calendars and roles."""
