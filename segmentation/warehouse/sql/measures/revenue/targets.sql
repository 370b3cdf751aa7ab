-- One row per graded customer of a store: what is expected of him by his visits and his standard, each with its growth
-- Reads grades (a graded list), module_texts and modules. Growth comes as factors in basis points (10000 is none), so that
-- target = frequency x factor x standard x factor is exact to the cent, half a cent rounding away from zero.
-- Without $by_module the order is by tier alone. Shares are of the customers listed.
with placed as (
    select
        grades.*,
        coalesce(module_texts.module_no, $unclassified) as module_no,
        cast(grades.frequency * $frequency_factor as hugeint) * cast(100 * cast(grades.standard as decimal(34, 2)) as hugeint)
        * $standard_factor as scaled
    from grades
    left join module_texts on module_texts.text = grades.module
    where grades.tier_no is not null
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
        placed.standard,
        case
            when placed.frequency = 0 then cast(0 as decimal(18, 2))
            else cast(
                cast(sign(placed.scaled) * ((2 * abs(placed.scaled) + 100000000) // 200000000) as decimal(36, 0)) * 0.01
                as decimal(18, 2)
            )
        end as target,
        placed.contribution,
        cast(placed.contribution as double) / nullif(cast(sum(placed.contribution) over () as double), 0) as contribution_share
    from placed
    inner join modules on modules.module_no = placed.module_no
    order by
        case when $by_module then placed.module_no else 0 end,
        placed.tier_no,
        placed.contribution desc,
        placed.customer
)

select * from targets
