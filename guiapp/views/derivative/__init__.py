"""A formula and its slope."""
