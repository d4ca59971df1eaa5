"""Pictures, animations and files of a run and of the window."""
