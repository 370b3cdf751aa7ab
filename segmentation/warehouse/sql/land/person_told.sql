-- One row per text that tells somebody who is to be erased: under which of his keys, and whether it is a name, phone, email or code
-- Reads erased_now (own_key, anonymous_key). Where somebody else was parted from his key, that one's name is not his.
with said as (
    select coalesce(erased_now.own_key, profile_rows.customer_key) as own_key, code, phone, email, name
    from profile_rows
    left join erased_now on erased_now.own_key = profile_rows.own_key
    where profile_rows.store_id = $store and profile_rows.customer_key in (select own_key from erased_now)
    union all
    select customer_key as own_key, code, phone, email, name
    from customers
    where store_id = $store and customer_key in (select own_key from erased_now)
),

lines as (
    select batch_id, line_no, customer_key from bills where store_id = $store and customer_key in (select own_key from erased_now)
    union all
    select batch_id, line_no, customer_key from stored_value where store_id = $store and customer_key in (select own_key from erased_now)
),

parted_from as (
    select other as name
    from person_rows
    where store_id = $store
        and rule = 'parted'
        and customer_key in (select own_key from erased_now)
        and new_key not in (select own_key from erased_now)
),

named as (
    select own_key, name from said
    union
    select lines.customer_key as own_key, bill_names.name
    from lines
    inner join bill_names
        on bill_names.store_id = $store and bill_names.batch_id = lines.batch_id and bill_names.line_no = lines.line_no
    union
    select new_key as own_key, other as name
    from person_rows
    where store_id = $store and rule = 'parted' and new_key in (select own_key from erased_now)
),

told as (
    select own_key, 'name' as kind, name as text from named where name not in (select name from parted_from)
    union
    select own_key, 'phone' as kind, phone as text from said
    union
    select own_key, 'email' as kind, email as text from said
    union
    select own_key, 'code' as kind, code as text from said
    union
    select own_key, 'code' as kind, own_key as text
    from erased_now
    where own_key not in (select coalesce(name, '') from named)
        and own_key not in (select new_key from person_rows where store_id = $store and rule = 'parted')
)

select own_key, kind, text
from told
where text <> ''
order by own_key, kind, text
