-- One row per line of a sale with an amount (further lines of a bill may have none), those with a
-- refund first: its amount, its refund, and its other columns of money, which stand among the cells that are kept as they are
-- uses: stage/judged
with money_rows as (
    select
        file_amount as amount,
        coalesce(abs(refund), 0) as refund,
        gross,
        discount,
        list_transform(
            $places,
            lambda place: money_in(trim(split_part(kept, $cell_end, place)), $decimal_comma)
        ) as others
    from judged
    where said in ('sale', 'returned') and file_amount <> 0 and verdict = 'ok'
    order by coalesce(refund, 0) = 0, line_no
    limit 200
)

select * from money_rows
