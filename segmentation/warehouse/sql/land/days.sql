-- One row per touched day with a live bill: all revenue of the house, and the walk-ins' part of it
insert into days by name
with

weighed as (
    select
        bills.*,
        customer_key is null
        or customer_key in (select customer_key from customers where store_id = $store and is_walk_in) as is_walk_in
    from bills
    where store_id = $store and replaced_by is null and bill_date in (select day from touched_days)
)

select
    $store as store_id,
    bill_date as day,
    count(*) as bills,
    sum(amount) as amount,
    sum(tables) as tables,
    sum(covers) as covers,
    sum(cost) as cost,
    count(*) filter (where is_walk_in) as walk_in_bills,
    coalesce(sum(amount) filter (where is_walk_in), 0) as walk_in_amount
from weighed
group by bill_date
