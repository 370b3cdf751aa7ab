-- One row per customer of a store with a visit by $as_of: when he came first and last, how often again, and what that brought
-- repeats are the days visited after the first, spent their money, refunds netted: what is refunded of the first visit later on
-- counts as well. seen_days lie between first and last visit, age_days between the first and $as_of. came and brought are the
-- days visited after $as_of up to and including $until, and their money. is_old: first seen in the month of the store's first
-- bill, so that he may have come before. Rows in the order of keys.
with firsts as (
    select
        visits.customer_key,
        min(visits.visit_date) as first_visit,
        max(visits.visit_date) as last_visit
    from visits
    inner join customers on customers.store_id = visits.store_id and customers.customer_key = visits.customer_key
    where visits.store_id = $store and visits.bills > 0 and visits.visit_date <= $as_of and not customers.is_walk_in
    group by visits.customer_key
),

summed as (
    select
        visits.customer_key,
        sum(case when visits.visit_date <= $as_of then least(visits.bills, 1) else 0 end) as repeats,
        sum(case when visits.visit_date <= $as_of then visits.amount else 0 end) as spent,
        sum(case when visits.visit_date > $as_of then least(visits.bills, 1) else 0 end) as came,
        sum(case when visits.visit_date > $as_of then visits.amount else 0 end) as brought
    from visits
    inner join firsts on firsts.customer_key = visits.customer_key
    where visits.store_id = $store and visits.visit_date > firsts.first_visit and visits.visit_date <= $until
    group by visits.customer_key
),

histories as (
    select
        firsts.customer_key,
        firsts.first_visit,
        firsts.last_visit,
        cast(coalesce(summed.repeats, 0) as bigint) as repeats,
        cast(date_diff('day', firsts.first_visit, firsts.last_visit) as bigint) as seen_days,
        cast(date_diff('day', firsts.first_visit, $as_of) as bigint) as age_days,
        cast(coalesce(summed.spent, 0) as decimal(18, 2)) as spent,
        cast(coalesce(summed.came, 0) as bigint) as came,
        cast(coalesce(summed.brought, 0) as decimal(18, 2)) as brought,
        firsts.first_visit <= (select last_day(min(day)) from days where store_id = $store) as is_old
    from firsts
    left join summed on summed.customer_key = firsts.customer_key
    order by firsts.customer_key
)

select * from histories
