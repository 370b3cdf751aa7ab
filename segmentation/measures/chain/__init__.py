"""Several stores as one (多店): what they bring together and each of it, a league of their ratios, and guests of more than one.

``totals.py`` adds up, ``guests.py`` finds the same guest across stores by his phone; the league is that of the benchmark
(``measures/benchmark/standing.py``) over the stores' own ratios, of which nothing is left out: they are the owner's own.
"""
