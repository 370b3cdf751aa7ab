-- One row per customer key whose figures a change of who is who touches
-- Reads moved_keys, parted_lines, people_before and parted_before.
select key_before as customer_key from moved_keys
union
select key_now as customer_key from moved_keys
union
select own_key as customer_key from moved_keys
union
select key_now as customer_key from parted_lines
union
select parted_before.new_key as customer_key
from parted_before
inner join moved_keys on moved_keys.own_key = parted_before.customer_key
union
select people_before.customer_key
from people_before
inner join parted_before on parted_before.new_key = people_before.own_key
