"""The lesson's local variables."""
