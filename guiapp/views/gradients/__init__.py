"""The gradients over the iterations."""
