-- One row per key of a store that is gone into another: the one that survives, over all steps
-- Who was parted from a key under a name and is no more, goes back to it: what was said of him meanwhile follows.
insert into same_people by name
with recursive

merged as (
    select other as own_key, customer_key
    from person_rows
    where store_id = $store and rule = 'merged'
),

steps as (
    select own_key, customer_key from merged
    union
    select other as own_key, customer_key
    from person_rows
    where store_id = $store
        and rule = 'rejoined'
        and other not in (select own_key from merged union select customer_key from merged)
        and other not in (select new_key from person_rows as parted where parted.store_id = $store and parted.rule = 'parted')
),

walked as (
    select own_key, customer_key, 1 as step_no from steps
    union all
    select walked.own_key, steps.customer_key, walked.step_no + 1 as step_no
    from walked
    inner join steps on steps.own_key = walked.customer_key
    where walked.step_no < 1000
)

select $store as store_id, own_key, max_by(customer_key, step_no) as customer_key
from walked
group by own_key
