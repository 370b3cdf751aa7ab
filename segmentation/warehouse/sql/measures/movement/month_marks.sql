-- One row per store and month with a visit: what tells whether the visits up to its end are still the same
-- Counts and sums up to the month's end, and sums in which each customer and each day weighs otherwise, so that a bill, its
-- money or its cost that went to another customer or another day of its month is seen. Ratings count where $with_ratings.
with people as (
    select customer_key, cast(md5_number_lower(customer_key) % 1000003 as bigint) + 1 as weight
    from customers
    where store_id = $store
),

told as (
    select
        cast(date_trunc('month', visits.visit_date) as date) as month,
        visits.amount,
        visits.bills,
        visits.tables,
        coalesce(visits.cost, 0) as cost,
        people.weight * visits.amount as weighed,
        people.weight * (visits.visit_date - date '2000-01-01') * visits.amount as dated,
        people.weight * (visits.visit_date - date '2000-01-01') * coalesce(visits.cost, 0) as costed,
        people.weight * ((visits.visit_date - date '2000-01-01') * visits.bills + 7 * visits.tables) as placed
    from visits
    inner join people on people.customer_key = visits.customer_key
    where visits.store_id = $store
    union all
    select
        cast(date_trunc('month', ratings.rated_on) as date) as month,
        0 as amount,
        0 as bills,
        0 as tables,
        0 as cost,
        people.weight * (coalesce(ratings.score, -1) + ratings.batch_id) as weighed,
        0 as dated,
        0 as costed,
        people.weight * (ratings.rated_on - date '2000-01-01') as placed
    from ratings
    inner join people on people.customer_key = ratings.customer_key
    where ratings.store_id = $store and $with_ratings
),

by_month as (
    select
        month,
        count(*) as rows_told,
        sum(amount) as amount,
        sum(bills) as bills,
        sum(tables) as tables,
        sum(cost) as cost,
        sum(weighed) as weighed,
        sum(dated) as dated,
        sum(costed) as costed,
        sum(placed) as placed
    from told
    group by month
),

month_marks as (
    select
        month,
        concat_ws(
            '|',
            sum(rows_told) over (order by month rows unbounded preceding),
            sum(amount) over (order by month rows unbounded preceding),
            sum(bills) over (order by month rows unbounded preceding),
            sum(tables) over (order by month rows unbounded preceding),
            sum(cost) over (order by month rows unbounded preceding),
            sum(weighed) over (order by month rows unbounded preceding),
            sum(dated) over (order by month rows unbounded preceding),
            sum(costed) over (order by month rows unbounded preceding),
            sum(placed) over (order by month rows unbounded preceding)
        ) as facts_mark
    from by_month
    order by month
)

select * from month_marks
