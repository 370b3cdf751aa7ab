"""Charts of what calls did."""
