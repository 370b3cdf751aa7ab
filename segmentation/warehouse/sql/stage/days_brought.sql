-- One row per day of the file's bills: what they come to
select
    bill_date as day,
    sum(amount) as amount
from staged_bills
group by bill_date
