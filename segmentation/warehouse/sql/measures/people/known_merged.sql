-- One row per record that went into a customer's, the newest first: its key, what files call it, when that was said
with known_merged as (
    select
        person_rows.other as own_key,
        max(profile_rows.name) as name,
        cast(max(batches.landed_at) as date) as noted_on
    from person_rows
    inner join batches on batches.batch_id = person_rows.batch_id
    left join profile_rows on profile_rows.store_id = $store and profile_rows.own_key = person_rows.other
    where person_rows.store_id = $store and person_rows.rule = 'merged' and list_contains($keys, person_rows.other)
    group by person_rows.other
    order by noted_on desc, own_key
)

select * from known_merged
