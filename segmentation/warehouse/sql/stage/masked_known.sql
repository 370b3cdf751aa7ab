-- One row per file: masked phones of its lines that fit just one number of the file or of the store
-- Only masks that keep three digits or more before the stars and four behind are looked up: less tells nobody.
-- uses: stage/judged
with

phones as (
    select phone, customer_key, amount, is_masked(phone) as has_mask
    from judged
    where verdict = 'ok' and phone is not null
),

masks as (
    select
        regexp_replace(regexp_replace(clean_text(phone), '[\s-]', '', 'g'), '[xX•·●]', '*', 'g') as mask,
        count(*) as lines,
        sum(amount) as amount
    from phones
    where has_mask
    group by mask
),

parted as (
    select
        mask,
        lines,
        amount,
        regexp_extract(mask, '^(\d{3,})\*+(\d{4,})$', 1) as head,
        regexp_extract(mask, '^(\d{3,})\*+(\d{4,})$', 2) as foot
    from masks
),

numbers as (
    select distinct clean_phone(phone) as number
    from phones
    where not has_mask
    union
    select phone as number
    from customers
    where store_id = $store and phone is not null and not contains(phone, '*')
),

fitting as (
    select parted.mask, any_value(parted.lines) as lines, any_value(parted.amount) as amount
    from parted
    inner join numbers
        on left(numbers.number, 3) = left(parted.head, 3)
        and right(numbers.number, 4) = right(parted.foot, 4)
        and length(numbers.number) = length(parted.mask)
        and starts_with(numbers.number, parted.head)
        and ends_with(numbers.number, parted.foot)
    where parted.head <> ''
    group by parted.mask
    having count(*) = 1
)

select
    count(*) as masks,
    coalesce(sum(lines), 0)::bigint as lines,
    coalesce(sum(amount), 0) as amount,
    min_by(mask, (-lines, mask)) as mask
from fitting
