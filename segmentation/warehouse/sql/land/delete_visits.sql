-- One row per visit on a touched day
delete from visits where store_id = $store and visit_date in (select day from touched_days)
