-- One row per bill of several rows that carries one amount on each: the amount, and for each row its other columns of money:
-- what the bill came to before discounts, price times quantity, then those that are kept as they are
-- uses: stage/judged
with

told as (
    select
        bill_no,
        day,
        file_amount,
        [cast(gross as decimal(18, 4)), cast(round(quantity * unit_price, 4) as decimal(18, 4))]
        || list_transform(
            $places, lambda place: cast(money_in(trim(split_part(kept, $cell_end, place)), $decimal_comma) as decimal(18, 4))
        ) as others
    from judged
    where verdict in ('ok', 'top_up', 'skip:ask') and bill_no is not null
),

bills as (
    select
        bill_no,
        day,
        max(file_amount) as amount,
        list(others) as rows_of
    from told
    group by bill_no, day
    having count(*) > 1 and min(file_amount) = max(file_amount) and max(file_amount) <> 0
)

select
    amount,
    rows_of
from bills
limit 2000
