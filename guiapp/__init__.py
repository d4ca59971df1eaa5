"""The window: Qt widgets over the lessons of `core`."""
