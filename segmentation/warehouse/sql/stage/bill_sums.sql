-- One row per file: what the numbers of its bills come to, refunds not taken off
select
    sum(abs(amount)) as amount,
    sum(abs(cost)) as cost,
    sum(abs(tables)) as tables,
    sum(abs(covers)) as covers
from staged_bills
