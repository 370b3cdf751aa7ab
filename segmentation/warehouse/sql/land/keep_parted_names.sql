-- One row per statement of a file about somebody in erased_now who was parted by his name: his anonymous key stands for it
-- Reads erased_now.
update profile_rows
set name = erased_now.anonymous_key
from erased_now
where profile_rows.store_id = $store
    and profile_rows.customer_key = erased_now.own_key
    and profile_rows.own_key is not null
    and profile_rows.own_key not in (select own_key from erased_now)
