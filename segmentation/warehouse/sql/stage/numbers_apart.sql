-- One row per line of a bill file whose numbers begin again within a day: with the time of day in the number, else table or customer
select * replace (bill_no || coalesce('-' || left(cast(clock as varchar), 5), '-' || clean_text(room), '-' || customer_key, '') as bill_no)
from lines
