-- One row per day of which it is kept what bills had come to, from the first day on that was touched
delete from kept_end_days
where store_id = $store
    and day >= (
        select min(day)
        from (select day from touched_days union all select day from touched_refunds) as touched
    )
