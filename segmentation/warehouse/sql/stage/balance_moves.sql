-- One row per file: customers of a card ledger, how many have moves that do not come to what is left by the file, and the first of them
-- $place is that of what is left among the kept cells; what the rows behind his first one move is compared, line by line of the file.
-- uses: stage/judged
with

moves as (
    select
        customer_key,
        line_no,
        try_cast(replace(replace(trim(split_part(kept, $cell_end, $place)), ',', ''), '¥', '') as decimal(18, 2)) as left_over,
        case
            when verdict = 'top_up' then amount
            when verdict = 'ok' and $by_stored then coalesce(stored, 0) -- said by its sign: nothing, where it was paid otherwise
            when verdict = 'ok' and regexp_matches(coalesce(payment_method, ''), $cash_words) then 0
            when verdict = 'ok' then -amount
            else 0
        end as move
    from judged
    where customer_key is not null and verdict in ('ok', 'top_up')
),

numbered as (
    select
        *,
        row_number() over (partition by customer_key order by line_no) as place,
        row_number() over (partition by customer_key order by line_no desc) as place_from_end
    from moves
    where left_over is not null
),

customers as (
    select
        customer_key,
        sum(move) filter (where place > 1) as moved,
        max(left_over) filter (where place_from_end = 1) - max(left_over) filter (where place = 1) as said,
        max(left_over) filter (where place_from_end = 1) as left_over
    from numbered
    group by customer_key
    having count(*) > 1
)

select
    count(*) as customers,
    count(*) filter (where moved <> said) as wrong,
    min(customer_key) filter (where moved <> said) as example,
    arg_min(left_over, customer_key) filter (where moved <> said) as example_left,
    arg_min(left_over - said, customer_key) filter (where moved <> said) as example_start,
    arg_min(left_over - said + moved, customer_key) filter (where moved <> said) as example_sum
from customers
