-- One row per store: the kept day up to the as-of day after which, up to it, no bill came; null where there is none
with kept_day as (
    select max(kept_end_days.day) as day
    from kept_end_days
    where kept_end_days.store_id = $store
        and kept_end_days.day <= $as_of
        and not exists (
            select days.day
            from days
            where days.store_id = $store and days.day > kept_end_days.day and days.day <= $as_of
        )
)

select * from kept_day
