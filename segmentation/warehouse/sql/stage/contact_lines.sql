-- One row per line of a log of contacts, texts cleaned
-- `source` is put before this by the caller: the file's cells under their canonical names
whole as (
    select
        *,
        coalesce(nullif(trim(name), ''), nullif(concat_ws(' ', clean_text(first_name), clean_text(last_name)), '')) as whole_name
    from source
),

cleaned as (
    select
        line_no,
        damage,
        is_lone,
        clean_text(first_cell) as first_cell,
        case when not list_contains($walk_in, folded(clean_id(customer_code))) then clean_id(customer_code) end as customer_code,
        clean_phone(phone) as phone,
        lower(clean_text(email)) as email,
        case when not list_contains($walk_in, folded(clean_text(whole_name))) then clean_text(whole_name) end as name,
        coalesce(list_contains($walk_in, folded(clean_id(customer_code))), false)
        or coalesce(list_contains($walk_in, folded(clean_text(whole_name))), false) as names_walk_in,
        clean_text(manager) as manager,
        clean_text(channel) as channel,
        clean_text(outcome) as outcome,
        clean_text(note) as note,
        clean_text(next_date) as next_date,
        clean_text(date_text) as date_text
    from whole
)

select
    *,
    case $key
        when 'phone' then coalesce(whole_phone(phone), customer_code, email, name, phone)
        when 'name' then coalesce(name, customer_code, email, phone)
        when 'email' then coalesce(email, customer_code, whole_phone(phone), name, phone)
        else coalesce(customer_code, whole_phone(phone), email, name, phone)
    end as customer_key
from cleaned
