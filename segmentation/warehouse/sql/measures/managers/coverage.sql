-- One row per tier (tier_no null: those whom the scheme does not grade) and how many of its customers were contacted in the month
-- Reads grades (the graded list of the month's end). Whatever the log holds is a contact, a call that nobody answered too.
with month_contacts as (
    select customer_key, count(*) as contacts, count(case when channel = 'visit' then 1 end) as visits
    from contacts
    where store_id = $store and contact_day >= $first_day and contact_day <= $last_day
    group by customer_key
),

coverage as (
    select
        grades.tier_no,
        count(*) as customers,
        count(month_contacts.contacts) as contacted,
        cast(coalesce(sum(month_contacts.contacts), 0) as bigint) as contacts,
        cast(coalesce(sum(month_contacts.visits), 0) as bigint) as visits
    from grades
    left join month_contacts on month_contacts.customer_key = grades.customer
    group by grades.tier_no
    order by grades.tier_no nulls last
)

select * from coverage
