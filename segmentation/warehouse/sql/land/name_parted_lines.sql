-- One row per bill of somebody in erased_now who was parted by his name from a key that is not his: his anonymous key stands for it
-- Reads erased_lines and erased_now.
update bill_names
set name = erased_now.anonymous_key
from erased_lines, erased_now
where bill_names.store_id = $store
    and erased_lines.batch_id = bill_names.batch_id
    and erased_lines.line_no = bill_names.line_no
    and erased_now.own_key = erased_lines.customer_key
    and erased_lines.own_key not in (select own_key from erased_now)
