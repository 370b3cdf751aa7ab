"""What a house's sales are made of: by who the customers are, by what the bills say, by what was on the lines of the bills.

Every composition sums to the revenue of its window, to the cent. What nothing is said of is a part of its own, and so are
walk-ins where a part is a kind of customer; in a room, on a weekday or with a product they count as everybody does. Lines need
not sum to their bill (a discount of the whole bill): the difference is in the part of which nothing is said, so that no product
is charged with it. A cost may be known of some bills only: a margin is that of the sales whose cost is known. Grades and managers
of the window before are those of then: with today's, whoever fell asleep would have bought less by definition.
"""
