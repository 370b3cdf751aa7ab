-- One row per manager and grade whose growth was typed in the newest version of a store's plan of a month
with newest as (
    select max(version) as version
    from plans
    where store_id = $store and month = $month
),

typed_growths as (
    select manager, tier, customers, frequency, standard, woken
    from plan_growths
    where store_id = $store and month = $month and version = (select version from newest)
    order by manager nulls last, tier
)

select * from typed_growths
