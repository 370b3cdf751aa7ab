-- One row per span of days asked for: what its bills come to, and how many customers with a name came
-- Reads spans: span, first_day, last_day.
with taken as (
    select
        spans.span,
        cast(coalesce(sum(days.amount), 0) as decimal(18, 2)) as revenue,
        cast(coalesce(sum(days.amount - days.walk_in_amount), 0) as decimal(18, 2)) as identified,
        cast(coalesce(sum(days.bills), 0) as bigint) as bills
    from spans
    left join days on days.store_id = $store and days.day between spans.first_day and spans.last_day
    group by spans.span
),

came as (
    select spans.span, count(distinct visits.customer_key) as customers
    from spans
    left join visits
        on visits.store_id = $store and visits.bills > 0 and visits.visit_date between spans.first_day and spans.last_day
    group by spans.span
),

morning_spans as (
    select taken.span, taken.revenue, taken.identified, taken.bills, came.customers
    from taken
    inner join came on came.span = taken.span
)

select * from morning_spans
