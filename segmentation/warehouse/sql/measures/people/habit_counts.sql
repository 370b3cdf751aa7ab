-- One row per habit and what was said of it: on how many days, the most often said first, of those alike the latest; five of each
-- uses: facts/habit_bills
-- Reads asked (customer_key; one customer). habit is room, time (weekday 1–7, a blank, part), hour, covers, payment or dish.
with told as (
    select 'room' as habit, trim(room) as said, bill_date from habit_bills
    union all
    select 'time' as habit, cast(weekday as varchar) || coalesce(' ' || part, '') as said, bill_date from habit_bills
    union all
    select 'hour' as habit, cast(extract(hour from bill_time) as varchar) as said, bill_date from habit_bills
    union all
    select 'covers' as habit, cast(covers as varchar) as said, bill_date from habit_bills where covers > 0
    union all
    select 'payment' as habit, trim(payment_method) as said, bill_date from habit_bills
    union all
    select 'dish' as habit, trim(bill_lines.product) as said, habit_bills.bill_date
    from habit_bills
    inner join bill_lines
        on bill_lines.store_id = $store
        and bill_lines.batch_id = habit_bills.batch_id
        and bill_lines.bill_line_no = habit_bills.line_no
    where coalesce(bill_lines.amount, 0) >= 0
),

counted as (
    select habit, said, count(distinct bill_date) as times, max(bill_date) as last_day
    from told
    where said <> ''
    group by habit, said
),

ranked as (
    select *, row_number() over (partition by habit order by times desc, last_day desc, said) as place
    from counted
),

habit_counts as (
    select habit, said, times, last_day
    from ranked
    where place <= 5
    order by habit, place
)

select * from habit_counts
