"""What is said beside each lesson: one file an article, one Notes a lesson."""
