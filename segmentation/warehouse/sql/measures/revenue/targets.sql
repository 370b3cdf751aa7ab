-- One row per graded customer of a store: what is expected of him by his bookings and his standard, each with its growth
-- Reads grades (a graded list), module_texts and modules. Bookings x standard is the contribution, of which the target is both
-- growths, rounded once: without growth it is the contribution. Growth comes as factors in basis points (10000 is none); half a
-- cent rounds up. A contribution below zero does not grow.
-- Without $by_module the order is by tier alone. Shares are of the customers listed; null where these
-- bring no more than was refunded to customers without a visit.
with placed as (
    select
        grades.*,
        coalesce(module_texts.module_no, $unclassified) as module_no,
        cast(100 * cast(grades.contribution as decimal(34, 2)) as hugeint) * $frequency_factor * $standard_factor as scaled
    from grades
    left join module_texts on module_texts.text = grades.module
    where grades.tier_no is not null
),

refunded as (
    select coalesce(sum(contribution), 0) as amount
    from grades
    where last_visit is null and tier_no is null and contribution < 0
),

targets as (
    select
        modules.module_key as module,
        modules.module_code || case when length(placed.tier) > 2 then '-' else '' end || placed.tier as code,
        placed.tier,
        placed.customer,
        placed.name,
        placed.manager,
        placed.frequency,
        placed.tables as bookings,
        placed.standard,
        case
            when placed.contribution <= 0 then placed.contribution
            else cast(cast((2 * placed.scaled + 100000000) // 200000000 as decimal(36, 0)) * 0.01 as decimal(18, 2))
        end as target,
        placed.contribution,
        case
            when sum(placed.contribution) over () + refunded.amount > 0
                then cast(placed.contribution as double) / cast(sum(placed.contribution) over () as double)
        end as contribution_share
    from placed
    inner join modules on modules.module_no = placed.module_no
    cross join refunded
    order by
        case when $by_module then placed.module_no else 0 end,
        placed.tier_no,
        placed.contribution desc,
        placed.customer
)

select * from targets
