-- One row per line of a profile file, texts cleaned
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
        unless_among($walk_in, clean_id(customer_code)) as customer_code,
        clean_phone(phone) as phone,
        clean_email(email) as email,
        unless_among($walk_in, clean_text(whole_name)) as name,
        clean_text(module) as module,
        clean_text(region) as region,
        clean_text(manager) as manager,
        clean_text(birthday) as birthday,
        clean_text(potential) as potential,
        clean_text(contacts) as contacts,
        clean_text(note) as note
    from whole
)

select
    *,
    key_among($key, customer_code, phone, email, name) as customer_key
from cleaned
