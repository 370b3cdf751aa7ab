"""What an owner has set.

``settings/modules.toml`` is the default list of modules; a store's own list is a setting. A customer's module is kept as the
text that a file or a person wrote and is matched to the list when it is read, so a changed list needs no new import. Names
are searched for words of the list by one join, not customer by customer; a suggestion writes nothing.
"""
