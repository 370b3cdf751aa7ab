"""Charts of what is to come."""
