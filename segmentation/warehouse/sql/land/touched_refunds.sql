-- One row per touched customer and day with a bill of his below zero that is no touched day: the tables that it takes back hang on the bills of other days
select distinct customer_key, bill_date as day
from bills
where store_id = $store and amount < 0 and customer_key in (select customer_key from touched_customers)
    and bill_date not in (select day from touched_days)
