-- One row per manager named up to a day of which that is kept, from the first day on that was touched
delete from kept_end_names
where store_id = $store
    and day >= (
        select min(day)
        from (select day from touched_days union all select day from touched_refunds) as touched
    )
