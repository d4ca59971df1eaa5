"""The loss along the next step."""
