-- One row per customer and effort to win him back: contacts with no visit between them are one effort
-- came_back_on is the first visit after the first contact and at most $within_days after the last one. Who is noted as won back
-- without a contact in the $within_days before is an effort too; his visit may lie as many days before the note as after it.
-- contribution_since is what he brought since the first contact, up to his next effort or the as-of day. is_open: not back, and the
-- days are not over.
-- Contacts are the notes, and those of the log that were answered by somebody who had been away for more than $active_days then.
with answered as (
    select distinct customer_key, contact_day
    from contacts
    where store_id = $store and contact_day <= $as_of and outcome in ('coming', 'reached', 'not_now')
),

lost_then as (
    select answered.customer_key, answered.contact_day
    from answered
    inner join visits on visits.customer_key = answered.customer_key and visits.visit_date <= answered.contact_day
    where visits.store_id = $store and visits.bills > 0
    group by answered.customer_key, answered.contact_day
    having max(visits.visit_date) < answered.contact_day - $active_days
),

said as (
    select store_id, customer_key, state, noted_on
    from care_notes
    where store_id = $store and state in ('contacted', 'won_back') and noted_on <= $as_of
    union all
    select $store as store_id, customer_key, 'contacted' as state, contact_day as noted_on
    from lost_then
),

noted as (
    select
        said.customer_key,
        said.noted_on,
        max(case when said.state = 'contacted' then said.noted_on end) as contacted_on,
        max(visits.visit_date) as visited_before
    from said
    left join visits
        on visits.store_id = said.store_id
        and visits.customer_key = said.customer_key
        and visits.visit_date <= said.noted_on
        and visits.bills > 0
    group by said.customer_key, said.noted_on
),

efforts as (
    select
        customer_key,
        coalesce(min(contacted_on), min(noted_on)) as contacted_on,
        coalesce(max(contacted_on), max(noted_on)) as last_contact,
        greatest(count(contacted_on), 1) as contacts,
        count(contacted_on) = 0 as is_word_only
    from noted
    group by customer_key, visited_before
),

-- what is said of a visit that followed a contact is no effort of its own
own_efforts as (
    select
        *,
        case when is_word_only then contacted_on - $within_days else contacted_on end as counts_after
    from efforts
    qualify
        not is_word_only
        or coalesce(
            lag(last_contact) over (partition by customer_key order by contacted_on) + $within_days < contacted_on, true
        )
),

followed as (
    select
        *,
        lead(counts_after) over (partition by customer_key order by contacted_on) as next_contact
    from own_efforts
),

since as (
    select
        followed.customer_key,
        followed.contacted_on,
        min(case when visits.visit_date <= followed.last_contact + $within_days and visits.bills > 0 then visits.visit_date end) as came_back_on,
        sum(visits.amount) as contribution_since
    from followed
    inner join visits
        on visits.customer_key = followed.customer_key
        and visits.visit_date > followed.counts_after
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
        cast(coalesce(since.contribution_since, 0) as decimal(18, 2)) as contribution_since
    from followed
    inner join customers on customers.store_id = $store and customers.customer_key = followed.customer_key
    left join since on since.customer_key = followed.customer_key and since.contacted_on = followed.contacted_on
    order by followed.contacted_on desc, customers.customer_key
)

select * from win_backs
