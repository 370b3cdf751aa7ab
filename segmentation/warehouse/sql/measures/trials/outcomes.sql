-- One row per trial that counts and customer who was drawn in it: whether he came in its days, what he brought, whether he was contacted
-- Days after $as_of are not seen. Of records that are one person by now the one he was drawn under counts, else the first key. A call that
-- nobody answered is no contact.
with drawn as (
    select
        trials.trial_id,
        trials.kind,
        trials.first_day,
        least(trials.last_day, coalesce(trials.ended_on - 1, trials.last_day), $as_of) as until_day,
        coalesce(same_people.customer_key, trial_customers.customer_key) as customer_key,
        trial_customers.manager,
        trial_customers.reason_code,
        trial_customers.stake,
        trial_customers.is_left_alone
    from trials
    inner join trial_customers
        on trial_customers.store_id = trials.store_id and trial_customers.trial_id = trials.trial_id
    left join same_people
        on same_people.store_id = trials.store_id and same_people.own_key = trial_customers.customer_key
    where trials.store_id = $store and trials.taken_back_at is null
    qualify row_number() over (
        partition by trials.trial_id, coalesce(same_people.customer_key, trial_customers.customer_key)
        order by case when same_people.own_key is null then 0 else 1 end, trial_customers.customer_key
    ) = 1
),

brought as (
    select
        drawn.trial_id,
        drawn.customer_key,
        max(case when visits.bills > 0 then 1 else 0 end) = 1 as came,
        sum(visits.amount) as amount
    from drawn
    inner join visits
        on visits.customer_key = drawn.customer_key
        and visits.visit_date >= drawn.first_day
        and visits.visit_date <= drawn.until_day
    where visits.store_id = $store
    group by drawn.trial_id, drawn.customer_key
),

spoken as (
    select customer_key, contact_day as day
    from contacts
    where store_id = $store and outcome <> 'not_reached'
    union all
    select customer_key, noted_on as day
    from care_notes
    where store_id = $store and state = 'contacted'
),

contacted as (
    select distinct drawn.trial_id, drawn.customer_key
    from drawn
    inner join spoken
        on spoken.customer_key = drawn.customer_key
        and spoken.day >= drawn.first_day
        and spoken.day <= drawn.until_day
),

outcomes as (
    select
        drawn.trial_id,
        drawn.customer_key as customer,
        customers.name,
        customers.phone,
        drawn.kind,
        drawn.manager,
        drawn.reason_code,
        drawn.stake,
        drawn.is_left_alone,
        coalesce(brought.came, false) as came,
        cast(coalesce(brought.amount, 0) as decimal(18, 2)) as spend,
        contacted.customer_key is not null as was_contacted
    from drawn
    inner join customers on customers.store_id = $store and customers.customer_key = drawn.customer_key
    left join brought on brought.trial_id = drawn.trial_id and brought.customer_key = drawn.customer_key
    left join contacted on contacted.trial_id = drawn.trial_id and contacted.customer_key = drawn.customer_key
    order by drawn.trial_id, drawn.stake desc, drawn.customer_key
)

select * from outcomes
