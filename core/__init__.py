"""Lessons in gradient descent and what drives them: no Qt, no threads, no sleeping."""
