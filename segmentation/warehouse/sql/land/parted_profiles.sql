-- One row per person under a key from which somebody was parted by name, and batch that has several names under it: what it says of him
-- Reads parted_lines.
insert into profile_rows by name
with latest as (
    select
        batch_id,
        own_key,
        new_key,
        key_now,
        max(bill_date) as seen_on,
        max_by(name, (bill_date, line_no)) as name
    from parted_lines
    where is_mixed
    group by batch_id, own_key, new_key, key_now
)

select
    $store as store_id,
    latest.batch_id,
    latest.key_now as customer_key,
    nullif(latest.new_key, latest.key_now) as own_key,
    false as explicit,
    false as edited,
    true as parted,
    latest.seen_on,
    latest.name,
    max(profile_rows.phone) as phone
from latest
left join profile_rows
    on profile_rows.store_id = $store
    and profile_rows.batch_id = latest.batch_id
    and coalesce(profile_rows.own_key, profile_rows.customer_key) = latest.own_key
    and not coalesce(profile_rows.parted, false)
group by latest.batch_id, latest.key_now, latest.new_key, latest.seen_on, latest.name
