-- One row per line of a profile file, texts cleaned
-- `source` is put before this by the caller: the file's cells under their canonical names
cleaned as (
    select
        line_no,
        damage,
        first_cell,
        case when not list_contains($walk_in, lower(customer_code)) then customer_code end as customer_code,
        case
            when regexp_matches(phone, '^\d{11}$') then phone
            when contains(phone, '*') then regexp_replace(phone, '[\s-]', '', 'g')
            when regexp_matches(phone, '^\d(\.\d+)?[eE]\+\d+$') then null
            when strlen(regexp_replace(phone, '[^0-9]', '', 'g')) > 15 then nullif(regexp_extract(phone, '1\d{10}'), '')
            else nullif(regexp_replace(regexp_replace(regexp_replace(phone, '\.0$', ''), '[^0-9+]', '', 'g'), '^(\+|00)?86(\d{10,11})$|^\+', '\2'), '')
        end as phone,
        case when not list_contains($walk_in, lower(name)) then name end as name,
        module,
        region,
        manager,
        birthday,
        potential,
        note
    from source
)

select
    *,
    coalesce(
        case $key
            when 'phone' then case when not contains(phone, '*') then phone end
            when 'name' then name
        end,
        customer_code,
        case when not contains(phone, '*') then phone end,
        name,
        phone
    ) as customer_key
from cleaned
