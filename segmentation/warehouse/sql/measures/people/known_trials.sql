-- One row per draw of a control group that a customer was in, the newest first, those taken back among them
with known_trials as (
    select trials.kind as trial_kind, trials.first_day as drawn_on, trials.last_day as drawn_until, trial_customers.is_left_alone
    from trial_customers
    inner join trials on trials.store_id = trial_customers.store_id and trials.trial_id = trial_customers.trial_id
    where trial_customers.store_id = $store and list_contains($keys, trial_customers.customer_key)
    order by trials.trial_id desc, trial_customers.customer_key
)

select * from known_trials
