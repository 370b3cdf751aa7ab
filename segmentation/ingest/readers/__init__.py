"""Bytes to a readable table, a file a format, in a process of its own."""
