-- One row per manager and grade of a store's plan of a month: the newest version of a state, or of any (state null)
with newest as (
    select max(version) as version
    from plans
    where store_id = $store and month = $month and ($state is null or state = $state)
),

plan as (
    select manager, tier, customers, frequency, bookings, standard, revenue
    from plan_rows
    where store_id = $store and month = $month and version = (select version from newest)
    order by manager nulls last, tier
)

select * from plan
