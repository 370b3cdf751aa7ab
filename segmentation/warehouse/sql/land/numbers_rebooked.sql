-- One row per file: of its bill numbers that stand for an earlier day in the store, those whose bill there is taken back to the cent
-- by a line below zero, and what is booked anew under them beside it
-- uses: stage/judged
with lines_here as (
    select bill_no, amount
    from judged
    where verdict = 'ok' and bill_no is not null
),

there as (
    select bill_no, sum(amount) as amount, max(bill_date) as last_day
    from bills
    where store_id = $store and replaced_by is null and bill_no in (select bill_no from lines_here)
    group by bill_no
),

here as (
    select bill_no, min(bill_date) as first_day
    from staged_bills
    where bill_no is not null
    group by bill_no
),

numbers_rebooked as (
    select
        count(*) as numbers,
        count(*) filter (where exists (
            select 1 from lines_here where lines_here.bill_no = there.bill_no and lines_here.amount = -there.amount
        )) as rebooked,
        coalesce(sum(there.amount), 0) as amount_there,
        min(there.bill_no) as example
    from there
    inner join here on here.bill_no = there.bill_no and here.first_day > there.last_day
    where there.amount > 0
)

select * from numbers_rebooked
