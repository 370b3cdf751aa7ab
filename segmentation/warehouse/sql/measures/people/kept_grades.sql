-- One row per month-end of which a grade of the customer is kept under the scheme, in order
-- uses: facts/kept_tiers
with kept_grades as (
    select month_end, tier
    from kept_tiers
    where customer_key = $customer
    order by month_end
)

select * from kept_grades
