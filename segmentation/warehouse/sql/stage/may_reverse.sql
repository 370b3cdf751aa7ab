-- One row per file without refunds beside sales: whether a line that is void and another that is not name the same bill, or what
-- is below zero, or called a refund, comes to as much as a void line of the same customer on that day or beside it
-- In such a file only what its values say makes a line void.
with

voiding as (
    select text
    from marked
    where value in ('void', 'returned')
),

voided as materialized (
    select bill_no, customer_key, day, abs(amount) as amount, unit_price
    from lines
    where marks in (select text from voiding)
),

back as (
    select marks, customer_key, day, -amount as amount
    from lines
    where amount < 0
    union all
    select marks, customer_key, day, amount
    from lines
    where amount >= 0 and marks in (select text from marked where value = 'refund')
)

select
    exists (
        select 1
        from lines
        where
            coalesce(original_no, bill_no) in (select bill_no from voided where bill_no is not null)
            and (marks is null or marks not in (select text from voiding))
    )
    or exists (
        select 1
        from back
        inner join voided using (customer_key, amount)
        where
            coalesce(abs(back.day - voided.day) <= 1, true) -- the business day may begin at another hour
            and (back.marks is null or back.marks not in (select text from voiding))
    )
    -- what quantity and price say is multiplied later
    or exists (select 1 from voided where amount is null and unit_price is not null)
