"""Charts of what sales are made of."""
