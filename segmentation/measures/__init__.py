"""A question each, in the groups of the menu: a table and its finding."""
