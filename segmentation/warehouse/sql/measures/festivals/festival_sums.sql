-- One row per span asked for: what its days brought to the store, and which of its customers came on them
-- Reads festival_spans (span_no, first_day, last_day). Spans may overlap: a day counts for each, so no two rows are summed.
with span_days as (
    select span_no, cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as day
    from festival_spans
),

billed as (
    select
        span_days.span_no,
        sum(days.amount) as total,
        sum(days.walk_in_amount) as walk_in,
        count(days.day) as days_with_bills
    from span_days
    left join days on days.store_id = $store and days.day = span_days.day
    group by span_days.span_no
),

came as (
    select span_days.span_no, count(distinct visits.customer_key) as customers, count(*) as visits
    from visits
    inner join span_days on span_days.day = visits.visit_date
    where visits.store_id = $store and visits.bills > 0
    group by span_days.span_no
),

festival_sums as (
    select
        festival_spans.span_no,
        cast(coalesce(billed.total, 0) as decimal(18, 2)) as total,
        cast(coalesce(billed.walk_in, 0) as decimal(18, 2)) as walk_in,
        coalesce(billed.days_with_bills, 0) as days_with_bills,
        coalesce(came.customers, 0) as customers,
        coalesce(came.visits, 0) as visits
    from festival_spans
    left join billed on billed.span_no = festival_spans.span_no
    left join came on came.span_no = festival_spans.span_no
    order by festival_spans.span_no
)

select * from festival_sums
