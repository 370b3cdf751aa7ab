-- One row per customer asked about: how often he was here and what he brought after $begins_after up to $last_day, refunds netted
with customer_span as (
    select
        $customer as customer,
        cast(coalesce(sum(case when $frequency = 'bills' then bills else least(bills, 1) end), 0) as bigint) as frequency,
        cast(coalesce(sum(amount), 0) as decimal(18, 2)) as contribution
    from visits
    where store_id = $store and customer_key = $customer and visit_date > $begins_after and visit_date <= $last_day
)

select * from customer_span
