-- One row per customer who came in the days that warnings look at: how often, and what he spent, in the last of them and in those before
-- recent are the days after $recent_after up to $as_of, before the days after $before_after up to $recent_after.
with spans as (
    select
        customer_key,
        sum(case when visit_date > $recent_after then case when $frequency = 'bills' then bills else least(bills, 1) end else 0 end)
            as recent_visits,
        sum(case when visit_date > $recent_after then 0 else case when $frequency = 'bills' then bills else least(bills, 1) end end)
            as before_visits,
        sum(case when visit_date > $recent_after then amount else 0 end) as recent_spend,
        sum(case when visit_date <= $recent_after then amount else 0 end) as before_spend
    from visits
    where store_id = $store and visit_date > $before_after and visit_date <= $as_of
    group by customer_key
)

select * from spans
