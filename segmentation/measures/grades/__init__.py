"""Questions about grades: who is in which tier, why, and what would change it.

The facts of a day (``sql/facts/customer_facts.sql``) are read once; the rule (``sql/tiers/<rule>.sql``) reads nothing but them.
So the graded list, a rehearsal under other settings and the "what would lift him" of the explanation run the very same rule
over the same or changed facts. Shares are integers of a hundredth of a per cent inside, so that ``ceil`` is exact.

A rule sees customers as numbers in the order of their keys (``place_customers``): ties still break by key, but sorting and
joining 200 000 numbers takes half as long as the keys themselves, and what the rule returns stands in the order of the facts,
so that names are the only join left. The month-ends do the same (``numbered_customers``).

The rule of two overlapping rankings sorts twice, not five times. Its lists are cut by the place of the last one within a
share (``quantile_disc`` with a decimal share: exact, and a selection instead of a sort). Leaving the best out lowers both ranks
of everybody else alike as far as the rule asks, but for the one customer who was reached together with the last of the best;
the statement treats him apart. A property test compares thousands of random houses with the wording, a test by hand has that
customer. The panel that explains a grade ranks the rest again, for one list and when it is opened.
"""
