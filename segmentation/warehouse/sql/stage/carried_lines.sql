-- One row per line of a bill file, in which blank repeats are filled from the line that they belong to
-- A line without day, number and customer belongs to the line above it (merged cells), unless it says that it is a walk-in's, or has an amount
-- of its own where only the day is said once (not $names_fill). A line with a number that has no day, no
-- customer, no amount or no word on how it counts takes what all lines of that number and day have in common. An amount that
-- stands once for its bill ($amounts_stand_once: not price × quantity) leaves its further lines 0.
with

known as (
    select
        *,
        day is null and date_text is null and bill_no is null and customer_key is null
        and not is_lone and not is_blank and not is_total and not coalesce(is_header, false)
        and (product is not null or says_more)
        and ($names_fill or coalesce(amount, 0) = 0)
        and not coalesce(is_walk_in_word($walk_in, $walk_in_starts, name), false) as is_further
    from lines
),

headed as (
    select
        *,
        max(case when not is_further and not is_blank then row_no end) over (order by row_no rows unbounded preceding) as head_no
    from known
),

downward as (
    select
        headed.* exclude (head_no) replace (
            coalesce(headed.day, head.day) as day,
            coalesce(headed.date_text, head.date_text) as date_text,
            coalesce(headed.clock, head.clock) as clock,
            coalesce(headed.bill_no, head.bill_no) as bill_no,
            coalesce(headed.customer_key, head.customer_key) as customer_key,
            coalesce(headed.customer_code, head.customer_code) as customer_code,
            coalesce(headed.phone, head.phone) as phone,
            coalesce(headed.email, head.email) as email,
            coalesce(headed.name, head.name) as name,
            coalesce(headed.manager, head.manager) as manager,
            coalesce(nullif(trim(headed.room), ''), head.room) as room,
            coalesce(nullif(trim(headed.meal_period), ''), head.meal_period) as meal_period,
            case when headed.is_further and headed.marks = $blank_marks then coalesce(head.marks, headed.marks) else headed.marks end as marks,
            case
                when headed.is_further and $amounts_stand_once and headed.amount is null and headed.amount_text is null
                    and (head.amount is not null or head.amount_text is not null) then 0
                else headed.amount
            end as amount
        ),
        head.row_no is not null as is_filled,
        head.row_no is not null and $amounts_stand_once and headed.amount is null and headed.amount_text is null as is_zeroed
    from headed
    left join headed as head
        on headed.is_further and head.row_no = headed.head_no
        and not head.is_total and not coalesce(head.is_header, false) and not head.is_lone
),

days as (
    select bill_no, min(day) as day, min(date_text) as date_text
    from downward
    where bill_no is not null and (day is not null or date_text is not null)
    group by bill_no
    having count(distinct coalesce(cast(day as varchar), date_text)) = 1
),

dayed as (
    select
        downward.* replace (
            case when downward.day is null and downward.date_text is null then days.day else downward.day end as day,
            case when downward.day is null and downward.date_text is null then days.date_text else downward.date_text end as date_text
        ),
        $amounts_stand_once and downward.amount is null and downward.amount_text is null as is_unpriced,
        downward.day is null and downward.date_text is null and days.bill_no is not null as is_dayed
    from downward
    left join days on downward.bill_no = days.bill_no
),

bills as (
    select
        bill_no,
        coalesce(cast(day as varchar), date_text) as day_key,
        count(amount) + count(amount_text) as priced,
        case when count(distinct nullif(marks, $blank_marks)) = 1 then min(nullif(marks, $blank_marks)) end as marks,
        case
            when count(distinct customer_key) filter (where not is_unpriced) = 1
                then arg_min(row(customer_key, customer_code, phone, email, name), row_no) filter (where not is_unpriced and customer_key is not null)
            when count(distinct customer_key) = 1
                then arg_min(row(customer_key, customer_code, phone, email, name), row_no) filter (where customer_key is not null)
        end as who
    from dayed
    where bill_no is not null
    group by bill_no, coalesce(cast(day as varchar), date_text)
    having count(*) > 1
)

select
    dayed.* exclude (is_further, is_filled, is_zeroed, is_dayed, is_unpriced) replace (
        case when dayed.marks = $blank_marks then coalesce(bills.marks, dayed.marks) else dayed.marks end as marks,
        case when (dayed.customer_key is null or is_unpriced) and bills.who is not null then bills.who[1] else dayed.customer_key end as customer_key,
        case when (dayed.customer_key is null or is_unpriced) and bills.who is not null then bills.who[2] else dayed.customer_code end as customer_code,
        case when (dayed.customer_key is null or is_unpriced) and bills.who is not null then bills.who[3] else dayed.phone end as phone,
        case when (dayed.customer_key is null or is_unpriced) and bills.who is not null then bills.who[4] else dayed.email end as email,
        case when (dayed.customer_key is null or is_unpriced) and bills.who is not null then bills.who[5] else dayed.name end as name,
        case when is_unpriced and bills.priced > 0 then 0 else dayed.amount end as amount
    ),
    is_zeroed or (is_unpriced and coalesce(bills.priced, 0) > 0) as is_further,
    is_filled or is_dayed or (is_unpriced and coalesce(bills.priced, 0) > 0)
    or (dayed.customer_key is null and bills.who is not null) as is_carried
from dayed
left join bills on dayed.bill_no = bills.bill_no and coalesce(cast(dayed.day as varchar), dayed.date_text) = bills.day_key
