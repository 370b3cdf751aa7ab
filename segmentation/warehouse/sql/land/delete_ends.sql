-- One row per customer and day of which it is kept what his bills had come to, from the first day on that was touched
delete from kept_ends
where store_id = $store
    and day >= (
        select min(day)
        from (select day from touched_days union all select day from touched_refunds) as touched
    )
