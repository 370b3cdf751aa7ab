-- One row per bill of a store after $begins_after up to $last_day: the part of the composition by $by that it belongs to
-- Reads placed_parts (customer_key, part): of a composition by who the customer is (tier, module, region, manager), which part each is;
-- then a walk-in's bill is of the part of walk-ins. part is null where nothing is said. A meal period is what the file says, else
-- told by the time: morning from 5:00, noon from 10:00, evening from 16:00 until the day changes. customer_key and customer_no (a
-- number for him in this reading: numbers are told apart faster) are null of walk-ins. Reads members (customer_key): with $of_group only
-- their bills.
with owned as (
    select
        bills.*,
        case when customers.is_walk_in then null else customers.customer_key end as customer,
        case when customers.is_walk_in then null else customers.rowid end as customer_no,
        coalesce(
            nullif(trim(bills.meal_period), ''),
            case
                when bills.bill_time >= time '16:00' or bills.bill_time < time '05:00' then 'evening'
                when bills.bill_time >= time '10:00' then 'noon'
                when bills.bill_time >= time '05:00' then 'morning'
            end
        ) as meal
    from bills
    left join customers on customers.store_id = bills.store_id and customers.customer_key = bills.customer_key
    where bills.store_id = $store
        and bills.replaced_by is null
        and (not $of_group or bills.customer_key in (select customer_key from members))
        and bills.bill_date > $begins_after
        and bills.bill_date <= $last_day
),

bill_parts as (
    select
        case $by
            when 'room' then nullif(trim(owned.room), '')
            when 'channel' then nullif(trim(owned.channel), '')
            when 'payment' then nullif(trim(owned.payment_method), '')
            when 'meal_period' then owned.meal
            when 'weekday' then cast(isodow(owned.bill_date) as varchar)
            when 'slot' then cast(isodow(owned.bill_date) as varchar) || coalesce(' ' || owned.meal, '')
            else placed_parts.part
        end as part,
        $of_customers and owned.customer_no is null as is_walk_in,
        owned.customer as customer_key,
        owned.customer_no,
        owned.bill_date,
        owned.amount >= 0 as is_visit,
        owned.covers,
        owned.amount,
        owned.cost
    from owned
    left join placed_parts on placed_parts.customer_key = owned.customer
)

select * from bill_parts
