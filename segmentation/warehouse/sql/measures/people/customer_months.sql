-- One row per month in which the customer had a bill, up to $as_of, in order: the days on which he was here and what he brought
with customer_months as (
    select
        cast(date_trunc('month', visit_date) as date) as month,
        count(case when bills > 0 then 1 end) as visits,
        cast(sum(amount) as decimal(18, 2)) as contribution
    from visits
    where store_id = $store and customer_key = $customer and visit_date <= $as_of
    group by cast(date_trunc('month', visit_date) as date)
    order by month
)

select * from customer_months
