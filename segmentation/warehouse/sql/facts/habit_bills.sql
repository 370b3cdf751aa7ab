-- One row per bill not below zero of a customer asked for, in the days looked at: what it says of his habits
-- Reads asked (customer_key). weekday is 1 Monday … 7 Sunday; part (noon, evening) is told by the time, else by the meal period.
with habit_bills as (
    select
        bills.customer_key,
        bills.batch_id,
        bills.line_no,
        bills.bill_date,
        bills.room,
        bills.covers,
        bills.payment_method,
        bills.bill_time,
        isodow(bills.bill_date) as weekday,
        case
            when bills.bill_time >= time '16:00' then 'evening'
            when bills.bill_time >= time '10:00' then 'noon'
            when regexp_matches(bills.meal_period, '晚|夜|(?i)dinner|evening') then 'evening'
            when regexp_matches(bills.meal_period, '午|中|(?i)lunch|noon') then 'noon'
        end as part
    from bills
    inner join asked on asked.customer_key = bills.customer_key
    where bills.store_id = $store
        and bills.replaced_by is null
        and bills.bill_date <= $as_of
        and bills.bill_date > $habits_after
        and bills.amount >= 0
)

select * from habit_bills
