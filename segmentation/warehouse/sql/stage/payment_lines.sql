-- One row per line of a file of payments, texts cleaned
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
        is_among($walk_in, folded(clean_id(customer_code))) or is_among($walk_in, folded(clean_text(whole_name))) as names_walk_in,
        clean_text(amount) as amount_text,
        clean_text(method) as method,
        clean_text(due) as due_text,
        clean_text(date_text) as date_text
    from whole
)

select
    *,
    key_among($key, customer_code, phone, email, name) as customer_key
from cleaned
