-- One row per trial of a store, those taken back among them, the one drawn last first
-- group_name is null where the group is gone or not shown. Sizes are of the customers that are shown.
with sizes as (
    select
        trial_id,
        count(*) as customers,
        sum(case when is_left_alone then 1 else 0 end) as left_alone
    from trial_customers
    where store_id = $store
    group by trial_id
),

listed as (
    select
        trials.trial_id,
        trials.kind,
        trials.occasion,
        trials.group_id,
        saved_groups.title as group_name,
        trials.manager,
        trials.first_day,
        trials.last_day,
        trials.share,
        trials.seed,
        trials.saved_at,
        trials.saved_by,
        trials.ended_on,
        trials.taken_back_at,
        cast(sizes.customers as bigint) as customers,
        cast(sizes.left_alone as bigint) as left_alone
    from trials
    inner join sizes on sizes.trial_id = trials.trial_id
    left join saved_groups on saved_groups.store_id = trials.store_id and saved_groups.group_id = trials.group_id
    where trials.store_id = $store
    order by trials.trial_id desc
)

select * from listed
