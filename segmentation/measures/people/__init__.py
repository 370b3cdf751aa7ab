"""Questions about one person: who he is and how to find him, everything that is known of him, and what is not known yet.

What is said of a customer is dated (``sql/facts/known_fields``): a file or a person said it on a day, and a look at an earlier
day shows what was known then. What was said first of a field has always held, for nobody knows since when it is so.
"""
