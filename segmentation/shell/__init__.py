"""The shell: a file a group of commands, the same calls as the pages."""
