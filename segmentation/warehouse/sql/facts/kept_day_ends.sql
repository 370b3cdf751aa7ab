-- One row per kept day asked for and customer with a bill up to it: what facts/day_ends found of it
-- Reads end_days (day).
with kept_day_ends as (
    select
        kept_ends.day,
        kept_ends.customer_key,
        kept_ends.named,
        kept_ends.first_visit,
        kept_ends.last_visit,
        kept_ends.visits,
        kept_ends.bills,
        kept_ends.tables,
        kept_ends.revenue
    from kept_ends
    where kept_ends.store_id = $store and kept_ends.day in (select day from end_days)
)

select * from kept_day_ends
