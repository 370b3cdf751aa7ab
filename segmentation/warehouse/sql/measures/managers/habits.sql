-- One row per customer asked for who had a bill in the days looked at: what he usually has
-- Reads asked (customer_key). room, weekday (1 Monday … 7 Sunday), part (noon, evening) and covers are the most frequent, of equally
-- frequent ones the latest; dish and second_dish are those of his last day with dishes that cost the most.
-- uses: facts/habit_bills
with habits_told as (
    select customer_key, 'room' as habit, room as said, count(*) as times, max(bill_date) as last_day
    from habit_bills
    where trim(room) <> ''
    group by customer_key, room
    union all
    select customer_key, 'weekday' as habit, cast(weekday as varchar) as said, count(distinct bill_date) as times, max(bill_date) as last_day
    from habit_bills
    group by customer_key, weekday
    union all
    select customer_key, 'part' as habit, part as said, count(*) as times, max(bill_date) as last_day
    from habit_bills
    where part is not null
    group by customer_key, part
    union all
    select customer_key, 'covers' as habit, cast(covers as varchar) as said, count(*) as times, max(bill_date) as last_day
    from habit_bills
    where covers > 0
    group by customer_key, covers
),

ranked as (
    select
        *,
        row_number() over (partition by customer_key, habit order by times desc, last_day desc, said) as place
    from habits_told
),

dishes as (
    select habit_bills.customer_key, habit_bills.bill_date, bill_lines.product, sum(bill_lines.amount) as amount
    from habit_bills
    inner join bill_lines
        on bill_lines.store_id = $store and bill_lines.batch_id = habit_bills.batch_id and bill_lines.bill_line_no = habit_bills.line_no
    where trim(bill_lines.product) <> ''
    group by habit_bills.customer_key, habit_bills.bill_date, bill_lines.product
),

ordered as (
    select
        customer_key,
        product,
        row_number() over (partition by customer_key order by bill_date desc, coalesce(amount, 0) desc, product) as place,
        bill_date = max(bill_date) over (partition by customer_key) as is_last
    from dishes
),

last_dishes as (
    select
        customer_key,
        max(case when place = 1 then product end) as dish,
        max(case when place = 2 and is_last then product end) as second_dish
    from ordered
    where place <= 2
    group by customer_key
),

usual as (
    select
        customer_key,
        max(case when habit = 'room' then said end) as room,
        cast(max(case when habit = 'weekday' then said end) as integer) as weekday,
        max(case when habit = 'part' then said end) as part,
        cast(max(case when habit = 'covers' then said end) as integer) as covers
    from ranked
    where place = 1
    group by customer_key
),

habits as (
    select usual.customer_key as customer, usual.room, usual.weekday, usual.part, usual.covers, last_dishes.dish, last_dishes.second_dish
    from usual
    left join last_dishes on last_dishes.customer_key = usual.customer_key
)

select * from habits
