-- One row per manager (null: nobody) and grade of the month before's end (tier_no null: newcomers, whoever serves them), and what was done
-- uses: measures/managers/month_customers
-- Customers without a bill have done nothing and stand in no row.
with month_done as (
    select
        manager,
        tier_no,
        count(case when is_active then 1 end) as customers,
        cast(sum(tables) as bigint) as bookings,
        cast(sum(revenue) as decimal(18, 2)) as revenue
    from month_customers
    group by manager, tier_no
    order by manager nulls last, tier_no nulls last
)

select * from month_done
