-- One row per statement that was made of a parting, of the batch or, without one, of a key that stands for another person than before
-- Reads moved_keys.
delete from profile_rows
where store_id = $store
    and parted
    and (
        batch_id = $batch
        or $batch is null and coalesce(own_key, customer_key) in (
            select own_key from moved_keys
            union
            select person_rows.new_key
            from person_rows
            inner join moved_keys on moved_keys.own_key = person_rows.customer_key
            where person_rows.store_id = $store and person_rows.rule = 'parted'
        )
    )
