-- One row per point of the curve: what share of all is brought by so many of the customers, the best first
-- Reads customer_facts (wide) of one store. Of many customers about $points points are kept, and always the first, the
-- last, the top 1 % and 20 % of the customers (at least one), and the place where 80 % of the whole is reached.
with ranked as (
    select
        case when $measure = 'profit' then profit else contribution end as measured,
        row_number() over (
            order by case when $measure = 'profit' then profit else contribution end desc, customer_key
        ) as place,
        count(*) over () as customers
    from customer_facts
    where last_visit is not null
),

stacked as (
    select
        place,
        customers,
        sum(measured) over (order by place rows unbounded preceding) as brought,
        sum(measured) over (order by place rows unbounded preceding) - measured as brought_before,
        sum(measured) over () as whole
    from ranked
),

-- a whole that is positive only because refunds to customers without a visit are not in it is none
refunded as (
    select coalesce(sum(least(case when $measure = 'profit' then profit else contribution end, 0)), 0) as amount
    from customer_facts
    where last_visit is null
),

concentration as (
    select
        place,
        place / customers as customers_share,
        cast(brought as decimal(18, 2)) as brought,
        case when whole + refunded.amount > 0 then cast(brought as double) / cast(whole as double) end as value_share,
        brought * 100 >= whole * 80 and brought_before * 100 < whole * 80 as is_eighty,
        place = (customers * 1 + 99) // 100 as is_top_one,
        place = (customers * 20 + 99) // 100 as is_top_twenty
    from stacked
    cross join refunded
    where place = 1
        or place = customers
        or place * $points // customers > (place - 1) * $points // customers
        or (brought * 100 >= whole * 80 and brought_before * 100 < whole * 80)
        or place = (customers * 1 + 99) // 100
        or place = (customers * 20 + 99) // 100
    order by place
)

select * from concentration
