-- One row per line of a bill file, texts cleaned and plain numbers read
-- `source` is put before this by the caller: the file's cells under their canonical names
cleaned as (
    select
        line_no,
        damage,
        first_cell,
        date_text = $date_header as is_header,
        -- a clock behind the day only multiplies spellings
        case
            when strlen(date_text) <= 10 then date_text
            when contains(date_text, ':') and position(':' in date_text) > 8 then trim(left(date_text, position(':' in date_text) - 3))
            when regexp_matches(date_text, '^\d{5}\.\d+$') then left(date_text, 5)
            when regexp_matches(date_text, '^\d{12,14}$') then left(date_text, 8)
            else date_text
        end as date_text,
        -- a spreadsheet that shortened a long number has made many numbers one
        case when not regexp_matches(bill_no, '^\d(\.\d+)?[eE]\+\d+$') then bill_no end as bill_no,
        coalesce(
            regexp_matches(bill_no, '^\d(\.\d+)?[eE]\+\d+$')
            or regexp_matches(phone, '^\d(\.\d+)?[eE]\+\d+$')
            or regexp_matches(customer_code, '^\d(\.\d+)?[eE]\+\d+$'),
            false
        ) as has_damaged_id,
        case
            when not list_contains($walk_in, lower(customer_code)) and not regexp_matches(customer_code, '^\d(\.\d+)?[eE]\+\d+$')
                then customer_code
        end as customer_code,
        case
            when regexp_matches(phone, '^\d{11}$') then phone
            when contains(phone, '*') then regexp_replace(phone, '[\s-]', '', 'g')
            when regexp_matches(phone, '^\d(\.\d+)?[eE]\+\d+$') then null
            when strlen(regexp_replace(phone, '[^0-9]', '', 'g')) > 15 then nullif(regexp_extract(phone, '1\d{10}'), '')
            else nullif(regexp_replace(regexp_replace(regexp_replace(phone, '\.0$', ''), '[^0-9+]', '', 'g'), '^(\+|00)?86(\d{10,11})$|^\+', '\2'), '')
        end as phone,
        name,
        try_cast(amount as decimal(18, 2)) as amount,
        case when try_cast(amount as decimal(18, 2)) is null then nullif(trim(amount), '') end as amount_text,
        try_cast(quantity as decimal(18, 4)) as quantity,
        case when try_cast(quantity as decimal(18, 4)) is null then nullif(trim(quantity), '') end as quantity_text,
        try_cast(unit_price as decimal(18, 4)) as unit_price,
        case when try_cast(unit_price as decimal(18, 4)) is null then nullif(trim(unit_price), '') end as unit_price_text,
        try_cast(tables as decimal(18, 2)) as tables,
        case when try_cast(tables as decimal(18, 2)) is null then nullif(trim(tables), '') end as tables_text,
        try_cast(covers as decimal(18, 2)) as covers,
        case when try_cast(covers as decimal(18, 2)) is null then nullif(trim(covers), '') end as covers_text,
        try_cast(cost as decimal(18, 2)) as cost,
        case when try_cast(cost as decimal(18, 2)) is null then nullif(trim(cost), '') end as cost_text,
        manager,
        module,
        region,
        status,
        product,
        category
    from source
)

select
    * exclude (name),
    name,
    case
        when list_contains($walk_in, lower(name)) and (phone is null or contains(phone, '*')) then name
        else coalesce(
            case $key
                when 'phone' then case when not contains(phone, '*') then phone end
                when 'name' then name
            end,
            customer_code,
            case when not contains(phone, '*') then phone end,
            name,
            phone
        )
    end as customer_key
from cleaned
