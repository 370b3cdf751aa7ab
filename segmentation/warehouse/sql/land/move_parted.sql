-- One row per statement of a file about a key from which the name that it says was parted: it is of whoever goes under that name
-- Reads parted_lines.
update profile_rows
set customer_key = parted_lines.key_now, own_key = parted_lines.own_key
from parted_lines
where
    parted_lines.line_no is null
    and profile_rows.store_id = $store
    and not coalesce(profile_rows.parted, false)
    and profile_rows.batch_id = parted_lines.batch_id
    and coalesce(profile_rows.own_key, profile_rows.customer_key) = parted_lines.own_key
