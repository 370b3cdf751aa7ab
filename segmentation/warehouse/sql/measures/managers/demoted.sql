-- One row per customer who went down between two days: by when to win him back
-- Reads standing (month_end, customer_key, tier_no: on $from_day and $to_day).
with demoted as (
    select stands.customer_key as customer, cast($win_back_by as date) as win_back_by
    from standing as stands
    inner join standing as stood on stood.customer_key = stands.customer_key and stood.month_end = $from_day
    where stands.month_end = $to_day and stands.tier_no > stood.tier_no
)

select * from demoted
