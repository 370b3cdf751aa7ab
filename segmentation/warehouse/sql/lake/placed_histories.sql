-- One row per customer of a lake's store with a visit: what models are fitted on, in the order of the house's keys
-- Reads histories and numbered_customers. A fit sums over customers; in another order the last digits would be others.
with placed_histories as (
    select
        numbered_customers.customer_no,
        histories.is_old,
        histories.repeats,
        histories.seen_days,
        histories.age_days,
        histories.spent
    from histories
    inner join numbered_customers on numbered_customers.customer_key = histories.customer_key
    order by numbered_customers.customer_no
)

select * from placed_histories
