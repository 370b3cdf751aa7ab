"""How a house stands beside others (对标): its ratios by month as a signed file, and what a collection of such files says.

``ratios.py`` works a store's ratios out, ``passports.py`` is the file (made, signed, read, refused), ``keys.py`` the key that it
is signed with, ``collection.py`` keeps what was read, ``standing.py`` says who stands where.

A file says nothing of any customer: no name, no count, and no money unless its house allowed it. A ratio that is worked out from
fewer than ten customers is left out with its reason, and so is the share of money that fewer than ten of them bring. The
signature says that the file is as its house made it; whose key it is, nobody but people can tell: the key of a house is
remembered at the first reading, and a file with another one is not taken until a person says so.
"""
