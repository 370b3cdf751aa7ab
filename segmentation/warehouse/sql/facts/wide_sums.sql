-- One row per customer of a store: what his visits sum to on the as-of day, all that wide_facts is worked out from
-- Reads cost_rates (store_id, per_visit, per_contact), and foretold (customer_key, spend_365), empty where nothing is foretold.
-- $regraded_on is the day up to which cumulative spend counts. growth is the spend foretold of the next year against that of the
-- last; where none is foretold, what the last half-year's pace makes in a year against it (0 to 2); null without spend in it; of
-- whole cents, so that equal shares are equal numbers.
with seen as (
    select
        customer_key,
        min(case when bills > 0 then visit_date end) as first_visit,
        max(case when bills > 0 then visit_date end) as last_visit,
        sum(case when visit_date > $window_begins_after then case when $frequency = 'bills' then bills else least(bills, 1) end else 0 end)
            as frequency,
        sum(case when visit_date > $window_begins_after then amount else 0 end) as contribution,
        sum(case when visit_date > $window_begins_after then tables else 0 end) as tables,
        sum(case when visit_date > $window_begins_after then least(bills, 1) else 0 end) as visits,
        sum(case when visit_date > $window_begins_after then cost end) as cost,
        sum(least(bills, 1)) as total_visits,
        sum(amount) as total_spend,
        sum(case when visit_date <= $regraded_on then amount else 0 end) as graded_spend,
        sum(case when visit_date > $half_year_before then amount else 0 end) as recent_spend,
        sum(case when visit_date > $year_before then amount else 0 end) as year_spend
    from visits
    where store_id = $store and visit_date <= $as_of
    group by customer_key
),

wide_sums as (
    select
        customers.store_id,
        customers.customer_key,
        seen.first_visit,
        seen.last_visit,
        date_diff('day', seen.last_visit, $as_of) as recency_days,
        cast(coalesce(seen.frequency, 0) as bigint) as frequency,
        cast(coalesce(seen.contribution, 0) as decimal(18, 2)) as contribution,
        cast(greatest(coalesce(seen.tables, 0), 0) as bigint) as tables,
        cast(coalesce(seen.visits, 0) as bigint) as visits,
        cast(coalesce(seen.total_visits, 0) as bigint) as total_visits,
        cast(coalesce(seen.total_spend, 0) as decimal(18, 2)) as total_spend,
        cast(coalesce(seen.graded_spend, 0) as decimal(18, 2)) as graded_spend,
        date_diff('day', seen.first_visit, $as_of) as known_days,
        date_diff('day', seen.first_visit, $as_of) * 12 // 365 + 1 as known_months,
        date_diff('day', greatest($window_begins_after, seen.first_visit - 1), $as_of) as covered_days,
        cast(seen.cost as decimal(18, 2)) as cost,
        case when foretold.spend_365 is not null then cast(100 * foretold.spend_365 as double) else cast(200 * seen.recent_spend as double) end
            / nullif(cast(greatest(100 * seen.year_spend, 0) as double), 0) as growth,
        foretold.spend_365 is not null as is_foretold,
        customers.potential,
        coalesce(try_cast(customers.contacts as decimal(9, 2)), 0) as contacts,
        cost_rates.per_visit,
        cost_rates.per_contact
    from customers
    inner join cost_rates on cost_rates.store_id = customers.store_id
    left join seen on seen.customer_key = customers.customer_key
    left join foretold on foretold.customer_key = customers.customer_key
    where customers.store_id = $store
        and not customers.is_walk_in
        and (customers.has_profile or seen.customer_key is not null)
)

select * from wide_sums
