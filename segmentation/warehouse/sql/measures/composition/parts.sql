-- One row per part of a house's sales by what its bills, lines or customers are: who came, how often, what was sold, what it cost
-- Reads sold (measures/composition/bill_parts, or line_parts of what lines say).
with days as (
    select
        part,
        is_walk_in,
        customer_key,
        bill_date,
        max(case when is_visit and customer_key is not null then 1 else 0 end) as came,
        sum(case when is_visit then covers end) as covers,
        sum(amount) as sales,
        sum(case when cost is not null then amount end) as costed,
        sum(cost) as cost
    from sold
    group by part, is_walk_in, customer_key, bill_date
),

people as (
    select
        part,
        is_walk_in,
        customer_key,
        sum(came) as visits,
        sum(covers) as covers,
        sum(sales) as sales,
        sum(costed) as costed,
        sum(cost) as cost
    from days
    group by part, is_walk_in, customer_key
),

parts as (
    select
        part,
        is_walk_in,
        count(case when visits > 0 then 1 end) as customers,
        cast(sum(visits) as bigint) as visits,
        cast(sum(covers) as bigint) as covers,
        cast(sum(sales) as decimal(18, 2)) as sales,
        cast(coalesce(sum(case when customer_key is null then sales end), 0) as decimal(18, 2)) as walk_in_sales,
        cast(sum(costed) as decimal(18, 2)) as costed,
        cast(sum(cost) as decimal(18, 2)) as cost
    from people
    group by part, is_walk_in
    order by is_walk_in, part is null, sales desc, part
)

select * from parts
