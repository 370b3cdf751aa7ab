-- One row per bill in the accepted lines; a line without a number is a bill of its own, unless it is said to be one with the line
-- that bills_line names. What stands before discounts is the whole bill's where each line (a payment) repeats it and its sum would
-- not come to what was paid.
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
        case
            when
                not $of_items and count(gross) > 1 and min(gross) = max(gross) and max(gross) >= sum(amount)
                and sum(gross) - coalesce(sum(abs(discount)), 0) <> sum(amount) then max(gross)
            else sum(gross)
        end as gross,
        case
            when
                not $of_items and count(discount) > 1 and min(discount) = max(discount)
                and coalesce(sum(gross) - sum(abs(discount)) <> sum(amount), true) then max(discount)
            else sum(discount)
        end as discount,
        sum(stored) as stored
    from judged
    where verdict = 'ok' and bill_no is not null
    group by bill_no, day, customer_key
    -- all of it went back, each item on its own line: as void as where one line says so
    having not ($nets_refunds and sum(amount) = 0 and coalesce(sum(abs(refund)), 0) > 0 and sum(abs(refund)) = sum(file_amount))
),

unnumbered as (
    select
        coalesce(bills_line, line_no) as line_no,
        null::varchar as bill_no,
        day as bill_date,
        customer_key,
        cast(round(sum(amount), 2) as decimal(18, 2)) as amount,
        coalesce(max(tables), case when $has_moments and $of_items and count(bills_line) = 0 then 0 end) as tables, -- single items
        max(covers) as covers,
        sum(cost) as cost,
        any_value(manager) as manager,
        min(clock) as bill_time,
        any_value(room) as room,
        any_value(meal_period) as meal_period,
        any_value(channel) as channel,
        any_value(payment_method) as payment_method,
        sum(gross) as gross,
        sum(discount) as discount,
        sum(stored) as stored
    from judged
    where verdict = 'ok' and bill_no is null
    group by coalesce(bills_line, line_no), day, customer_key
)

select * from numbered
union all
select * from unnumbered
