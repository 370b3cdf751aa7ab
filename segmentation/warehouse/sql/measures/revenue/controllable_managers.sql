-- One row per period and account manager with a customer who has a bill in it
-- uses: measures/movement/period_customers
-- Reads periods (period_no, first_day, last_day).
with controllable_managers as (
    select
        period_no,
        manager,
        count(case when visited then 1 end) as customers,
        cast(sum(contribution) as decimal(18, 2)) as managed,
        count(case when visited and is_active then 1 end) as active_customers,
        cast(coalesce(sum(case when is_active then contribution end), 0) as decimal(18, 2)) as managed_active
    from period_customers
    where manager is not null
    group by period_no, manager
    order by period_no, managed desc, manager
)

select * from controllable_managers
