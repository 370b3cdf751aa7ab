-- One row per month of $months, each by its first day: the hash of its live bills with whose they are
-- uses: land/book_marks
-- Nothing else is asked for, so that the other hashes are not worked out: half the time on millions of bills.
select
    month,
    who_mark
from book_marks
