-- One row per customer asked for, the best tier first, within it who brings most: what whoever takes him over must know of him
-- uses: measures/managers/contacted, facts/assigned_customers
-- Reads asked (customer_key, place), grades (the graded list of the as-of day) and habits. assigned is the name to which he was given (null:
-- bills alone name the manager), next_day what was agreed last, unless he was to come and has; to call again stays, as on today's list. last_note is the latest
-- of the log that is not empty, note that of his profile. $on is the day after the list's own, so that what was said on that day counts.
with noted as (
    select
        customer_key,
        count(*) as contacts,
        max(contact_day) as last_contact,
        max_by(outcome, (contact_day, batch_id, line_no)) as outcome,
        max_by(case when note <> '' then note end, case when note <> '' then (contact_day, batch_id, line_no) end) as note
    from contacts
    where store_id = $store and contact_day < $on
    group by customer_key
),

handover_book as (
    select
        asked.customer_key as customer,
        customers.name,
        customers.phone,
        grades.tier_no,
        grades.contribution,
        grades.frequency,
        grades.last_visit,
        customers.birthday,
        habits.room,
        habits.weekday,
        habits.part,
        habits.covers,
        habits.dish,
        habits.second_dish,
        case
            when not (
                contacted.outcome = 'coming'
                and coalesce(grades.last_visit > contacted.contact_day or grades.last_visit = contacted.next_day, false)
            ) then contacted.next_day
        end as next_day,
        noted.contacts,
        noted.last_contact,
        noted.outcome,
        noted.note as last_note,
        customers.note,
        coalesce(contacted.is_barred, false) as is_barred,
        assigned_customers.manager as assigned
    from asked
    inner join customers on customers.store_id = $store and customers.customer_key = asked.customer_key
    left join grades on grades.customer = asked.customer_key
    left join habits on habits.customer = asked.customer_key
    left join contacted on contacted.customer_key = asked.customer_key
    left join noted on noted.customer_key = asked.customer_key
    left join assigned_customers on assigned_customers.customer_key = asked.customer_key
    order by asked.place
)

select * from handover_book
