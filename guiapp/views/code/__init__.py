"""The lesson's source, and where it stands."""
