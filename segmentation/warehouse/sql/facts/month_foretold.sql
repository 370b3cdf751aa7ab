-- One row per customer of whom it is foretold as of a month-end what he spends in the next year, by his number
-- Reads foretold_then (customer_key, spend_365) and numbered_customers. $month_no is the number of the month-end.
with month_foretold as (
    select cast($month_no as integer) as month_no, numbered_customers.customer_no, foretold_then.spend_365
    from foretold_then
    inner join numbered_customers on numbered_customers.customer_key = foretold_then.customer_key
)

select * from month_foretold
