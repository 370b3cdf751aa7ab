-- One row per customer who is left alone on purpose on a day: until when, and who looked after him when he was drawn
-- Whoever a customer went into is left alone in his place.
with left_alone as (
    select
        coalesce(same_people.customer_key, trial_customers.customer_key) as customer_key,
        max(trial_customers.manager) as manager,
        max(trials.last_day) as left_until
    from trials
    inner join trial_customers
        on trial_customers.store_id = trials.store_id
        and trial_customers.trial_id = trials.trial_id
        and trial_customers.is_left_alone
    left join same_people
        on same_people.store_id = trials.store_id and same_people.own_key = trial_customers.customer_key
    where trials.store_id = $store
        and trials.taken_back_at is null
        and trials.first_day <= $on
        and trials.last_day >= $on
        and (trials.ended_on is null or trials.ended_on > $on)
    group by coalesce(same_people.customer_key, trial_customers.customer_key)
)

select * from left_alone
