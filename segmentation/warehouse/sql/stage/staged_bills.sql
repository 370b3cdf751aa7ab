-- One row per bill in the accepted lines; a line without a number is a bill of its own
-- uses: stage/judged
with

numbered as (
    select
        min(line_no) as line_no,
        bill_no,
        day as bill_date,
        customer_key,
        sum(amount) as amount,
        max(tables) as tables,
        max(covers) as covers,
        sum(cost) as cost,
        any_value(manager) as manager
    from judged
    where verdict = 'ok' and bill_no is not null
    group by bill_no, day, customer_key
),

unnumbered as (
    select
        line_no,
        bill_no,
        day as bill_date,
        customer_key,
        amount,
        tables,
        covers,
        cost,
        manager
    from judged
    where verdict = 'ok' and bill_no is null
)

select * from numbered
union all
select * from unnumbered
