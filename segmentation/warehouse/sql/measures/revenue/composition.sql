-- One row per slice of a store that has customers: how many, and what they bring in the window
-- Reads grades (a graded list) and module_texts (which place in the list of modules a module's text means).
-- A slice is a tier, a module or both, as $by says; who visited and has no tier stands in tier 0. Who has not visited yet is
-- not counted, but what was refunded to him is in the sums. standard is exact to the cent,
-- half a cent rounding away from zero.
with placed as (
    select
        case when $by <> 'tier' then coalesce(module_texts.module_no, $unclassified) end as module_no,
        case when $by <> 'module' then coalesce(grades.tier_no, 0) end as tier_no,
        grades.frequency,
        case when grades.tier_no is not null or grades.last_visit is not null then 1 else 0 end as counted,
        grades.contribution,
        grades.tables,
        case when grades.manager is not null then grades.contribution else 0 end as managed
    from grades
    left join module_texts on module_texts.text = grades.module
    where grades.tier_no is not null or grades.last_visit is not null or grades.contribution <> 0
),

sums as (
    select
        module_no,
        tier_no,
        cast(sum(counted) as bigint) as customers,
        sum(frequency) as frequency,
        sum(contribution) as contribution,
        nullif(greatest(sum(tables), 0), 0) as tables,
        sum(managed) as managed
    from placed
    group by module_no, tier_no
),

composition as (
    select
        module_no,
        tier_no,
        customers,
        cast(contribution as decimal(18, 2)) as contribution,
        cast(managed as decimal(18, 2)) as managed,
        frequency / nullif(customers, 0) as average_frequency,
        cast(
            cast(
                sign(contribution) * ((cast(200 * abs(cast(contribution as decimal(34, 2))) as hugeint) + tables) // (2 * tables))
                as decimal(36, 0)
            ) * 0.01 as decimal(18, 2)
        ) as standard
    from sums
    order by module_no, tier_no
)

select * from composition
