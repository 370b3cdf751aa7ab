-- One row per line of a bill file: what names a bill and its customer cleaned, plain numbers read, other texts as they are
-- `source` is put before this by the caller: the file's cells under their canonical names
-- payments in and refunds out stand in the same two columns: the customer is the side that is not the house
sided as (
    select * replace (
        case
            when lower(trim(email)) = $own_address then case when lower(trim(email_2)) <> $own_address then email_2 end
            else email
        end as email
    )
    from source
),

named as (
    select
        * exclude (bill_no, customer_code, name, email, email_2),
        clean_id(bill_no) as bill_no,
        clean_id(customer_code) as customer_code,
        case
            when not $code_tells then full_name(name, first_name, last_name)
            when not is_walk_in_word($walk_in, $walk_in_starts, name) then full_name(name, first_name, last_name)
        end as name, -- 普通客户 on every line, beside codes that tell customers apart, is nobody's name
        case when contains(email, '@') and not contains(email, '*') then clean_email(email) end as email,
        coalesce(is_shortened(bill_no), false)
        or coalesce(is_shortened(customer_code), false)
        or coalesce(is_shortened(phone), false) as has_damaged_id
    from sided
),

known as (
    select
        * exclude (customer_code),
        case
            when not is_walk_in_word($walk_in, $walk_in_starts, customer_code) and not is_hidden(customer_code) then customer_code
        end as customer_code,
        case when not is_hidden(name) then name end as telling_name -- 张** and *** are nobody
    from named
),

-- the engine reads the common form itself: year, month, day, and a clock behind it; a moment with a zone, or counted in
-- seconds since 1970, is brought to the zone of the store first
zoned as (
    select
        * exclude (date_text),
        first_day(date_text, date_2) as date_text,
        is_second_day(date_text, date_2) as is_second_date,
        case when customer_code is not null then is_walk_in_word($walk_in, $walk_in_starts, name) else false end as is_named_nobody
    from known
),

-- a phone is cleaned here, once, and only where it may tell who the customer is: to write its macro out for each key took the
-- engine longer than to read a small file
moments as (
    select
        *,
        moment_of(date_text, $zone) as moment,
        stamp_of(date_text) as stamp,
        case when $key = 'phone' or customer_code is null or is_named_nobody then whole_phone(phone) end as number
    from zoned
),

dated as (
    select
        *,
        case
            when moment is not null then cast(moment as date)
            when stamp is not null then cast(stamp as date)
            when date_text >= '1' and date_text < '3' then try_cast(date_text as date)
        end as plain_day,
        case when stamp is not null and "time" is null then cast(stamp as time) else clock_of(date_text, moment, "time") end as clock,
        try_cast(without_underscore(amount) as decimal(18, 4)) as amount_read,
        try_cast(without_underscore(quantity) as decimal(18, 4)) as quantity_read,
        try_cast(without_underscore(unit_price) as decimal(18, 4)) as unit_price_read,
        try_cast(without_underscore(tables) as decimal(8, 2)) as tables_read,
        try_cast(without_underscore(covers) as decimal(8, 2)) as covers_read,
        try_cast(without_underscore(cost) as decimal(15, 2)) as cost_read,
        try_cast(without_underscore(refund) as decimal(18, 4)) as refund_read,
        try_cast(without_underscore(stored) as decimal(18, 4)) as stored_read,
        try_cast(without_underscore(gross) as decimal(15, 2)) as gross_read,
        try_cast(without_underscore(discount) as decimal(15, 2)) as discount_read
    from moments
),

-- what serves twice is worked out once here: `case` would do it again
told as (
    select
        * exclude (plain_day),
        case when plain_day between date '1900-01-01' and date '2100-12-31' then plain_day end as day,
        plain_day is null as is_undated
    from dated
)

select
    line_no,
    damage,
    is_lone,
    case when is_lone then nullif(trim(first_cell), '') is null else false end as is_blank,
    day,
    case when clock <> time '00:00:00' then clock end as clock, -- midnight sharp is a day without a time
    is_second_date,
    marks,
    nullif(kept, $nothing_kept) as kept,
    case when undated_cells is null then false else regexp_matches(undated_cells, '\p{L}') end as says_more,
    -- what follows serves lines without such a day only
    case when day is null then first_cell end as first_cell,
    -- `and` would clean every date; `case` cleans only those that are read below
    case when is_undated then date_text = $date_header or clean_text(date_text) = clean_text($date_header) else false end as is_header,
    -- a clock behind the day only multiplies spellings
    case
        when day is not null then null
        when says_nothing(date_text) then null
        when strlen(date_text) <= 10 then date_text
        when contains(date_text, ':') and position(':' in date_text) > 8
            then rtrim(left(date_text, position(':' in date_text) - 3), ' 上下午凌晨早中晚')
        when regexp_matches(date_text, '^\d{5}\.\d+$') then left(date_text, 5)
        when regexp_matches(date_text, '^(19|20)\d{6}(\d{4}|\d{6})$') then left(date_text, 8)
        else date_text
    end as date_text,
    bill_no,
    clean_id(original_no) as original_no,
    has_damaged_id,
    customer_code,
    phone,
    email,
    name,
    first_name,
    last_name,
    currency,
    room,
    meal_period,
    channel,
    payment_method,
    case
        when is_named_nobody and number is null then name
        when $key = 'phone' then coalesce(number, customer_code, email, telling_name)
        when $key = 'name' then coalesce(telling_name, customer_code, email, number)
        when $key = 'email' then coalesce(email, customer_code, number, telling_name)
        else coalesce(customer_code, number, email, telling_name)
    end as customer_key,
    names_total(bill_no, $total_words, $longest_total)
    or names_total(name, $total_words, $longest_total)
    or names_total(product, $total_words, $longest_total)
    or case when contains(customer_code, '计') then is_among($total_words, customer_code) or names_subtotal(customer_code) else false end
    or case
        when undated_cells is not null then regexp_matches(undated_cells, $total_cell)
        when contains(nameless_cells, '计') or contains(nameless_cells, '計') or contains(nameless_cells, 'otal') or contains(nameless_cells, 'OTAL')
            then regexp_matches(nameless_cells, $total_name)
        else false
    end as is_total,
    amount_read as amount,
    case when amount_read is null then nullif(trim(amount), '') end as amount_text,
    quantity_read as quantity,
    case when quantity_read is null then nullif(trim(quantity), '') end as quantity_text,
    unit_price_read as unit_price,
    case when unit_price_read is null then nullif(trim(unit_price), '') end as unit_price_text,
    tables_read as tables,
    case when tables_read is null then nullif(trim(tables), '') end as tables_text,
    covers_read as covers,
    case when covers_read is null then nullif(trim(covers), '') end as covers_text,
    cost_read as cost,
    case when cost_read is null then nullif(trim(cost), '') end as cost_text,
    refund_read as refund,
    case when refund_read is null then nullif(trim(refund), '') end as refund_text,
    stored_read as stored,
    case when stored_read is null then nullif(trim(stored), '') end as stored_text,
    gross_read as gross,
    case when gross_read is null then nullif(trim(gross), '') end as gross_text,
    discount_read as discount,
    case when discount_read is null then nullif(trim(discount), '') end as discount_text,
    clean_manager(manager) as manager,
    module,
    region,
    product,
    category
from told
