"""The data and the fitted curve."""
