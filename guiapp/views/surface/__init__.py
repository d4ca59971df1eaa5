"""The loss over two parameters."""
