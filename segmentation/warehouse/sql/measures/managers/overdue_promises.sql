-- One row per customer whose next date in the log has passed without him or a call: the longest overdue first
-- uses: measures/managers/contacted
-- Reads grades (the graded list of the as-of day) and customer_managers. What was agreed last counts; who was to come is not overdue where
-- he has come since, and who is not to be contacted never is. A call on the day itself that was answered settles it.
with came as (
    select customer_key, max(visit_date) as last_visit
    from visits
    where store_id = $store and visit_date <= $as_of and bills > 0
    group by customer_key
),

notes as (
    select customer_key, contact_day, max_by(note, (batch_id, line_no)) as note
    from contacts
    where store_id = $store
    group by customer_key, contact_day
),

overdue_promises as (
    select
        contacted.customer_key as customer,
        customers.name,
        customers.phone,
        customer_managers.manager,
        grades.tier_no,
        contacted.outcome,
        contacted.contact_day,
        contacted.next_day,
        date_diff('day', contacted.next_day, cast($on as date)) as days_overdue,
        notes.note,
        coalesce(grades.contribution, 0) as contribution
    from contacted
    inner join customers on customers.customer_key = contacted.customer_key
    left join grades on grades.customer = contacted.customer_key
    left join customer_managers on customer_managers.customer_key = contacted.customer_key
    left join came on came.customer_key = contacted.customer_key
    left join notes on notes.customer_key = contacted.customer_key and notes.contact_day = contacted.contact_day
    where customers.store_id = $store
        and contacted.next_day < $on
        and not contacted.is_barred
        and coalesce(contacted.today_outcome, 'not_reached') = 'not_reached'
        and not (
            contacted.outcome = 'coming'
            and coalesce(came.last_visit > contacted.contact_day or came.last_visit = contacted.next_day, false)
        )
    order by days_overdue desc, contribution desc, customer
)

select * from overdue_promises
