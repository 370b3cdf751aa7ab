-- One row per customer and store: the best tier whose conditions he all meets, and what is missing to the one above it
-- Reads customer_facts and conditions (tier_no, measure_no, measure, low, low_open, high, high_open, step). A bound that is null
-- does not bind; low_open: the bound itself does not count. missing_1 … missing_3 are what each measure of the scheme lacks for
-- the tier above, 0 where it lacks nothing; null in the best tier. All is null for who has not visited yet.
with numbered as (
    select *, row_number() over (order by store_id, customer_key) as customer_no
    from customer_facts
    where last_visit is not null
),

checks as (
    select
        numbered.customer_no,
        conditions.tier_no,
        conditions.measure_no,
        conditions.low,
        conditions.high,
        conditions.low_open,
        conditions.high_open,
        conditions.step,
        case conditions.measure
            when 'contribution' then numbered.contribution
            when 'profit' then numbered.profit
            when 'monthly_spend' then numbered.monthly_spend
            when 'total_spend' then numbered.total_spend
            when 'graded_spend' then numbered.graded_spend
            when 'frequency' then numbered.frequency
            when 'total_visits' then numbered.total_visits
            when 'known_days' then numbered.known_days
            when 'recency_days' then numbered.recency_days
        end as measured
    from numbered
    cross join conditions
),

judged as (
    select
        customer_no,
        tier_no,
        measure_no,
        (low is null or measured > low or (measured = low and not low_open))
        and (high is null or measured < high or (measured = high and not high_open)) as is_met,
        case when low is not null then greatest(low + case when low_open then step else 0 end - measured, 0) end as missing
    from checks
),

by_tier as (
    select
        customer_no,
        tier_no,
        min(case when is_met then 1 else 0 end) as all_met,
        coalesce(max(case when measure_no = 1 then missing end), 0) as missing_1,
        coalesce(max(case when measure_no = 2 then missing end), 0) as missing_2,
        coalesce(max(case when measure_no = 3 then missing end), 0) as missing_3
    from judged
    group by customer_no, tier_no
),

best as (
    select customer_no, min(case when all_met = 1 then tier_no end) as tier_no
    from by_tier
    group by customer_no
),

threshold as (
    select
        customer_facts.store_id,
        customer_facts.customer_key,
        cast(case when numbered.customer_no is not null then coalesce(best.tier_no, $last_tier) end as integer) as tier_no,
        customer_facts.contribution,
        by_tier.missing_1,
        by_tier.missing_2,
        by_tier.missing_3
    from customer_facts
    left join numbered on numbered.store_id = customer_facts.store_id and numbered.customer_key = customer_facts.customer_key
    left join best on best.customer_no = numbered.customer_no
    left join by_tier
        on by_tier.customer_no = best.customer_no and by_tier.tier_no = coalesce(best.tier_no, $last_tier) - 1
)

select * from threshold
