-- One row per touched day
delete from days where store_id = $store and day in (select day from touched_days)
