"""Who looks after whom: the register of managers, whose the customers are, who takes those who have nobody, how well it goes.

The register of a store is every name that its bills and profiles hold, and every name that an owner has added; what he said of
each (rank, capacity, phone, days in office, whose other name it is) lies over the defaults. Other names are folded wherever a
manager is counted.

The manager of a customer is dated (``sql/facts/customer_managers``): assigned by what was said last of the statements that
counted by a day, else named by the latest bill up to it. A look at who has nobody, and at how much each manager carries, takes
what is said now, whatever the as-of day, for it is now that somebody is told to do something.

Assigning is two steps of proposals (``assign``), first by history (claim), then by rank and room (match); they become profile
edits when a person accepts them. Placing is one by one, since each place taken changes who carries least; it ends when nobody
has room, so it takes as many steps as there are places, not customers.

Today's list (``today``, its words in ``call_words``) tells each manager whom to call. It fixes the day's number of each manager
before the calls of that day, so that it gets shorter with every call instead of filling up again.
"""
