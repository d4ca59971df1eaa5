"""What is drawn of a run; a view knows core's types and the theme, and no other view."""
