-- One row per customer and store: scores of recency, frequency and monetary, their code, and the segment of the code
-- fm is the mean of f and m, half up.
-- Reads customer_facts, cuts (axis, cut_no, edge) and segments (r, f, m, tier_no). An axis is cut at $groups equal parts of its
-- customers by linear interpolation, or at its edges where there are any. Parts are (lower, upper], so equal values share a score.
-- Scores count from the least value on; $r_best_first: the fewest days get 1, else the highest score. All is null for
-- who has not visited yet.
with scored as (
    select store_id, customer_key, recency_days, frequency, contribution
    from customer_facts
    where recency_days is not null
),

axes as (
    select store_id, 'r' as axis, cast(recency_days as decimal(18, 2)) as measured from scored
    union all
    select store_id, 'f' as axis, cast(frequency as decimal(18, 2)) as measured from scored
    union all
    select store_id, 'm' as axis, contribution as measured from scored
),

alike as (
    select store_id, axis, measured, count(*) as customers
    from axes
    group by store_id, axis, measured
),

stacked as (
    select
        store_id,
        axis,
        measured,
        sum(customers) over (partition by store_id, axis order by measured rows unbounded preceding) as reached,
        sum(customers) over (partition by store_id, axis) as whole
    from alike
),

-- where a cut falls: between the customers at these two places, counted from 0, so many parts of the way
falls as (
    select distinct
        stacked.store_id,
        stacked.axis,
        cuts.cut_no,
        (stacked.whole - 1) * cuts.cut_no // $groups as place,
        (stacked.whole - 1) * cuts.cut_no % $groups as part
    from stacked
    inner join cuts on cuts.axis = stacked.axis and cuts.edge is null
),

-- in $groups-ths, so that what is interpolated stays exact
cut_at as (
    select
        falls.store_id,
        falls.axis,
        falls.cut_no,
        min(case when stacked.reached > falls.place then stacked.measured end) * ($groups - any_value(falls.part))
        + min(case when stacked.reached > falls.place + least(falls.part, 1) then stacked.measured end) * any_value(falls.part)
            as cut
    from falls
    inner join stacked on stacked.store_id = falls.store_id and stacked.axis = falls.axis
    where stacked.reached > falls.place
    group by falls.store_id, falls.axis, falls.cut_no
    union all
    select stores.store_id, cuts.axis, cuts.cut_no, cuts.edge * $groups as cut
    from (select distinct store_id from scored) as stores
    cross join cuts
    where cuts.edge is not null
),

classes as (
    select stacked.store_id, stacked.axis, stacked.measured, count(cut_at.cut) + 1 as class_no
    from stacked
    left join cut_at
        on cut_at.store_id = stacked.store_id and cut_at.axis = stacked.axis and stacked.measured * $groups > cut_at.cut
    group by stacked.store_id, stacked.axis, stacked.measured
),

coded as (
    select
        scored.store_id,
        scored.customer_key,
        case when $r_best_first then by_recency.class_no else $r_classes + 1 - by_recency.class_no end as r,
        by_frequency.class_no as f,
        by_amount.class_no as m
    from scored
    inner join classes as by_recency
        on by_recency.axis = 'r' and by_recency.store_id = scored.store_id and by_recency.measured = scored.recency_days
    inner join classes as by_frequency
        on by_frequency.axis = 'f' and by_frequency.store_id = scored.store_id and by_frequency.measured = scored.frequency
    inner join classes as by_amount
        on by_amount.axis = 'm' and by_amount.store_id = scored.store_id and by_amount.measured = scored.contribution
),

rfm as (
    select
        customer_facts.store_id,
        customer_facts.customer_key,
        cast(segments.tier_no as integer) as tier_no,
        customer_facts.contribution,
        cast(coded.r as integer) as r,
        cast(coded.f as integer) as f,
        cast(coded.m as integer) as m,
        cast((coded.f + coded.m + 1) // 2 as integer) as fm,
        cast(coded.r as varchar) || cast(coded.f as varchar) || cast(coded.m as varchar) as code
    from customer_facts
    left join coded on coded.store_id = customer_facts.store_id and coded.customer_key = customer_facts.customer_key
    left join segments on segments.r = coded.r and segments.f = coded.f and segments.m = coded.m
)

select * from rfm
