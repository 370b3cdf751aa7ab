-- One row per bill in the accepted lines; a line without a number is a bill of its own
-- uses: stage/judged
with

numbered as (
    select
        min(line_no) as line_no,
        bill_no,
        day as bill_date,
        customer_key,
        cast(round(sum(amount), 2) as decimal(18, 2)) as amount,
        max(tables) as tables,
        max(covers) as covers,
        sum(cost) as cost,
        any_value(manager) as manager,
        min(clock) as bill_time,
        any_value(room) as room,
        any_value(meal_period) as meal_period,
        any_value(channel) as channel,
        any_value(payment_method) as payment_method,
        sum(gross) as gross,
        sum(discount) as discount
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
        cast(round(amount, 2) as decimal(18, 2)) as amount,
        tables,
        covers,
        cost,
        manager,
        clock as bill_time,
        room,
        meal_period,
        channel,
        payment_method,
        gross,
        discount
    from judged
    where verdict = 'ok' and bill_no is null
)

select * from numbered
union all
select * from unnumbered
