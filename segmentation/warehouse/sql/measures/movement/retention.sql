-- One row per period of a store: who was active at its start and end, who fell asleep, came back and came new, and their money
-- uses: facts/numbered_customers
-- Reads periods (period_no from 0, first_day, last_day, begins_after: the last day before the window that ends with last_day;
-- one follows the other without a gap, from the first bill on). Nothing after the last of them is seen.
-- Days between which no period and no window begins are one slot, so that windows are whole slots and a customer is one row a
-- slot. Of the customers those with a number above $after_no up to $up_to_no are counted: all figures add up over such slices.
-- A customer stays what he is from his last visit in a period to the period before his next: so every customer and
-- period with a visit says from when to when he is active (awake_no), seen in the window (seen_no) and seen twice (twice_no).
with period_days as (
    select period_no, last_day, cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as day
    from periods
),

cuts as (
    select last_day as day from periods
    union
    select begins_after from periods
),

slot_days as (
    select
        period_days.day,
        period_days.period_no,
        case when period_days.day = period_days.last_day then period_days.period_no else period_days.period_no - 1 end as over_no,
        cast(
            coalesce(
                sum(case when cuts.day is not null then 1 else 0 end) over (
                    order by period_days.day rows between unbounded preceding and 1 preceding
                ), 0
            ) as integer
        ) as slot_no
    from period_days
    left join cuts on cuts.day = period_days.day
),

bounds as (
    select periods.period_no, ends.slot_no as end_slot, coalesce(begins.slot_no, -1) as cut_slot
    from periods
    inner join slot_days as ends on ends.day = periods.last_day
    left join slot_days as begins on begins.day = periods.begins_after
),

reaches as (
    select slots.slot_no, max(bounds.period_no) as reach_no
    from (select distinct slot_no from slot_days) as slots
    inner join bounds on bounds.cut_slot < slots.slot_no
    group by slots.slot_no
),

visited as (
    select
        numbered_customers.customer_no,
        slot_days.slot_no,
        slot_days.period_no,
        max(case when visits.bills > 0 then visits.visit_date end) as last_visit,
        cast(sum(least(visits.bills, 1)) as integer) as visits,
        cast(sum(visits.amount) as decimal(18, 2)) as amount
    from visits
    inner join slot_days on slot_days.day = visits.visit_date
    inner join numbered_customers on numbered_customers.customer_key = visits.customer_key
    where visits.store_id = $store
        and numbered_customers.customer_no > $after_no and numbered_customers.customer_no <= $up_to_no
    group by numbered_customers.customer_no, slot_days.slot_no, slot_days.period_no
),

linked as (
    select
        customer_no,
        slot_no,
        period_no,
        last_visit,
        case when visits > 1 then slot_no else lag(slot_no) over (partition by customer_no order by slot_no) end as second_slot,
        coalesce(
            lead(period_no) over (partition by customer_no order by slot_no), (select max(period_no) + 1 from periods)
        ) as next_no
    from visited
    where visits > 0
),

spans as (
    select
        linked.customer_no,
        linked.period_no,
        linked.next_no,
        least(linked.next_no - 1, coalesce(slot_days.over_no, linked.next_no - 1)) as awake_no,
        least(linked.next_no - 1, coalesce(seen.reach_no, -1)) as seen_no,
        least(linked.next_no - 1, coalesce(twice.reach_no, -1)) as twice_no
    from linked
    left join slot_days on slot_days.day = linked.last_visit + cast($active_days as integer)
    left join reaches as seen on seen.slot_no = linked.slot_no
    left join reaches as twice on twice.slot_no = linked.second_slot
    where linked.next_no > linked.period_no
),

counted as (
    select
        periods.period_no,
        sum(case when periods.period_no <= alike.awake_no then alike.customers else 0 end) as active_end,
        sum(case when periods.period_no <= alike.seen_no then alike.customers else 0 end) as window_customers,
        sum(case when periods.period_no <= alike.twice_no then alike.customers else 0 end) as returning_customers
    from periods
    inner join (
        select period_no, awake_no, seen_no, twice_no, count(*) as customers
        from spans
        group by period_no, awake_no, seen_no, twice_no
    ) as alike
        on periods.period_no >= alike.period_no
        and periods.period_no <= greatest(alike.awake_no, alike.seen_no, alike.twice_no)
    group by periods.period_no
),

turned as (
    select
        customer_no,
        period_no,
        next_no,
        awake_no,
        lag(awake_no) over (partition by customer_no order by period_no) as awake_before,
        lead(awake_no) over (partition by customer_no order by period_no) as awake_next
    from spans
),

moves as (
    select customer_no, period_no, 'new' as movement
    from turned
    where awake_before is null and awake_no >= period_no
    union all
    select customer_no, period_no, 'back' as movement
    from turned
    where awake_before < period_no - 1 and awake_no >= period_no
    union all
    select customer_no, awake_no + 1 as period_no, 'asleep' as movement
    from turned
    where awake_no >= period_no
        and awake_no < (select max(period_no) from periods)
        and (awake_no + 1 < next_no or coalesce(awake_next, -1) < next_no)
),

money as (
    select moves.period_no, moves.movement, sum(visited.amount) as amount
    from moves
    inner join bounds on bounds.period_no = moves.period_no
    left join bounds as before on before.period_no = moves.period_no - 1
    inner join visited
        on visited.customer_no = moves.customer_no
        and visited.slot_no <= case when moves.movement = 'asleep' then before.end_slot else bounds.end_slot end
        and visited.slot_no > case when moves.movement = 'asleep' then before.cut_slot else coalesce(before.end_slot, -1) end
    group by moves.period_no, moves.movement
),

tallied as (
    select
        tallies.period_no,
        sum(case when tallies.movement = 'asleep' then tallies.customers else 0 end) as churned,
        sum(case when tallies.movement = 'back' then tallies.customers else 0 end) as reactivated,
        sum(case when tallies.movement = 'new' then tallies.customers else 0 end) as joined,
        sum(case when tallies.movement = 'asleep' then money.amount end) as churned_contribution,
        sum(case when tallies.movement = 'back' then money.amount end) as reactivated_contribution,
        sum(case when tallies.movement = 'new' then money.amount end) as new_contribution
    from (select period_no, movement, count(*) as customers from moves group by period_no, movement) as tallies
    left join money on money.period_no = tallies.period_no and money.movement = tallies.movement
    group by tallies.period_no
),

retention as (
    select
        periods.period_no,
        periods.first_day,
        periods.last_day,
        cast(coalesce(lag(counted.active_end) over (order by periods.period_no), 0) as bigint) as active_start,
        cast(coalesce(tallied.churned, 0) as bigint) as churned,
        cast(coalesce(tallied.reactivated, 0) as bigint) as reactivated,
        cast(coalesce(tallied.joined, 0) as bigint) as new,
        cast(coalesce(counted.active_end, 0) as bigint) as active_end,
        cast(coalesce(counted.window_customers, 0) as bigint) as window_customers,
        cast(coalesce(counted.returning_customers, 0) as bigint) as returning_customers,
        cast(coalesce(tallied.churned_contribution, 0) as decimal(18, 2)) as churned_contribution,
        cast(coalesce(tallied.reactivated_contribution, 0) as decimal(18, 2)) as reactivated_contribution,
        cast(coalesce(tallied.new_contribution, 0) as decimal(18, 2)) as new_contribution
    from periods
    left join counted on counted.period_no = periods.period_no
    left join tallied on tallied.period_no = periods.period_no
    order by periods.period_no
)

select * from retention
