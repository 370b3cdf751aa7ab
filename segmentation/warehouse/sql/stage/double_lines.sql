-- One row per line of a bill file that stands more than once, equal in every cell, with its place among its equals; where bill numbers
-- go up all the way ($ascends) only lines without one can
with

hashed as (
    select
        row_no,
        bill_no,
        coalesce(cast(day as varchar), date_text) as day,
        coalesce(amount, cast(quantity * unit_price as decimal(18, 4))) as amount,
        gross,
        hash(
            day, date_text, clock, bill_no, customer_key, customer_code, phone, email, name, amount, amount_text, quantity, unit_price,
            refund, stored, gross, discount, cost, tables, covers, product, category, room, meal_period, channel, payment_method, currency,
            manager, module, region, marks, kept
        ) as cells
    from lines
    where
        (not $ascends or bill_no is null)
        and not is_blank and not is_lone and not is_total and not coalesce(is_header, false) and (day is not null or date_text is not null) and (amount <> 0 or (amount is null and amount_text is null and quantity * unit_price <> 0))
),

twice as (
    select cells
    from hashed
    group by cells
    having count(*) > 1
)

select
    row_no,
    bill_no,
    day,
    amount,
    gross,
    row_number() over (partition by cells order by row_no) as place
from hashed
where cells in (select cells from twice)
