-- One row per file without refunds beside sales: whether a line that is void and another that is not name the same bill, or the
-- customer of both is the same and the other is below zero
-- In such a file only what its values say makes a line void.
with

voiding as (
    select text
    from marked
    where value in ('void', 'returned')
)

select exists (
    select 1
    from lines
    where
        (
            coalesce(original_no, bill_no) in (select bill_no from lines where bill_no is not null and marks in (select text from voiding))
            or (
                amount < 0
                and customer_key in (select customer_key from lines where customer_key is not null and marks in (select text from voiding))
            )
        )
        and (marks is null or marks not in (select text from voiding))
)
