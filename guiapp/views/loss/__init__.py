"""The loss over the iterations."""
