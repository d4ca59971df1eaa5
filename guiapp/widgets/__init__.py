"""Controls that Qt does not have."""
