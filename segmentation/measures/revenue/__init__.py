"""Questions about revenue: what it is made of, how much of it can be controlled, what is aimed at.

``measures/revenue/composition.py`` slices the graded list. Its slices come from ``visits`` and its walk-ins and total from
``days``, so "slices and walk-ins are the revenue, to the cent" compares two tables and is not true by construction.
``measures/revenue/controllable.py`` needs no search for who was active at a month's end: who has a bill in the month was last
seen in it. With 31 active days or more, managed and active is therefore the same as managed within one month; the difference
shows over longer periods (``Controllable.whole``). Refunds can make an inner sum exceed the outer one; it is cut to it.
"""
