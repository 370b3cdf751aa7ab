-- One row per customer who went up or down at the last month's end (is_now), or had gone down at the one before, and where he stands since
-- Reads climbed and climbed_before (customer, name, phone, from_place, to_place, move, contribution, win_back_by), tiers, customer_managers, and
-- standing (month_end, customer_key, tier_no on $as_of and on $due_day, the day by which those who went down before were to be won back).
-- steps are up, below 0 down. is_recovered: he has the grade from which he went down again, or a better one, in time.
with stepped as (
    select customer, name, phone, from_place, to_place, move, contribution, win_back_by, true as is_now
    from climbed
    where move = 'promoted' or move = 'demoted'
    union all
    select customer, name, phone, from_place, to_place, move, contribution, win_back_by, false as is_now
    from climbed_before
    where move = 'demoted'
),

placed as (
    select
        stepped.*,
        tiers_before.tier_no as from_no,
        tiers_after.tier_no as to_no,
        standing.tier_no as now_no
    from stepped
    left join tiers as tiers_before on tiers_before.tier = stepped.from_place
    left join tiers as tiers_after on tiers_after.tier = stepped.to_place
    left join standing
        on standing.customer_key = stepped.customer
        and standing.month_end = case when stepped.is_now then cast($as_of as date) else cast($due_day as date) end
),

ladder as (
    select
        placed.customer,
        placed.name,
        placed.phone,
        customer_managers.manager,
        placed.is_now,
        placed.move,
        placed.from_place,
        placed.to_place,
        placed.from_no - placed.to_no as steps,
        placed.win_back_by,
        placed.contribution,
        placed.now_no,
        placed.move = 'demoted' and coalesce(placed.now_no <= placed.from_no, false) as is_recovered
    from placed
    left join customer_managers on customer_managers.customer_key = placed.customer
    order by placed.is_now desc, placed.win_back_by, placed.contribution desc, placed.customer
)

select * from ladder
