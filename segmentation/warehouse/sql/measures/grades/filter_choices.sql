-- One row per column and value that a graded list can be filtered by, '' standing for none
-- Reads grades (a graded list).
with filter_choices as (
    select 'tier' as column_name, coalesce(tier, '') as value, count(*) as customers from grades group by coalesce(tier, '')
    union all
    select 'module', coalesce(module, ''), count(*) from grades group by coalesce(module, '')
    union all
    select 'manager', coalesce(manager, ''), count(*) from grades group by coalesce(manager, '')
    union all
    select 'region', coalesce(region, ''), count(*) from grades group by coalesce(region, '')
    order by column_name, customers desc, value
)

select * from filter_choices
