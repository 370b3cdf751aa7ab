-- One row per customer and effort to win him back: contacts with no visit between them are one effort
-- came_back_on is the first visit after the first contact and at most $within_days after the last one; contribution what he
-- brought since the first contact, up to his next effort or the as-of day. is_open: not back, and the days are not over.
with contacts as (
    select care_notes.customer_key, care_notes.noted_on, max(visits.visit_date) as visited_before
    from care_notes
    left join visits
        on visits.store_id = care_notes.store_id
        and visits.customer_key = care_notes.customer_key
        and visits.visit_date <= care_notes.noted_on
    where care_notes.store_id = $store and care_notes.state = 'contacted' and care_notes.noted_on <= $as_of
    group by care_notes.customer_key, care_notes.noted_on
),

efforts as (
    select
        customer_key,
        min(noted_on) as contacted_on,
        max(noted_on) as last_contact,
        count(*) as contacts
    from contacts
    group by customer_key, visited_before
),

followed as (
    select
        *,
        lead(contacted_on) over (partition by customer_key order by contacted_on) as next_contact
    from efforts
),

since as (
    select
        followed.customer_key,
        followed.contacted_on,
        min(case when visits.visit_date <= followed.last_contact + $within_days then visits.visit_date end) as came_back_on,
        sum(visits.amount) as contribution
    from followed
    inner join visits
        on visits.customer_key = followed.customer_key
        and visits.visit_date > followed.contacted_on
        and visits.visit_date <= coalesce(followed.next_contact, $as_of)
    where visits.store_id = $store and visits.visit_date <= $as_of
    group by followed.customer_key, followed.contacted_on
),

win_backs as (
    select
        customers.customer_key as customer,
        customers.name,
        customers.phone,
        customers.manager,
        followed.contacted_on,
        followed.last_contact,
        followed.contacts,
        since.came_back_on,
        since.came_back_on is null and followed.last_contact + $within_days > $as_of as is_open,
        cast(coalesce(since.contribution, 0) as decimal(18, 2)) as contribution
    from followed
    inner join customers on customers.store_id = $store and customers.customer_key = followed.customer_key
    left join since on since.customer_key = followed.customer_key and since.contacted_on = followed.contacted_on
    order by followed.contacted_on desc, customers.customer_key
)

select * from win_backs
