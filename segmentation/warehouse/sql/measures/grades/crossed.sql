-- One row per crossing of two scores that has customers: how many they are and what they bring
-- Reads scored (row_key, column_key, contribution). mean is exact to the cent, half a cent rounding away from zero.
with sums as (
    select row_key, column_key, count(*) as customers, sum(contribution) as contribution
    from scored
    where row_key is not null and column_key is not null
    group by row_key, column_key
),

crossed as (
    select
        row_key,
        column_key,
        customers,
        cast(contribution as decimal(18, 2)) as contribution,
        cast(
            cast(
                sign(contribution) * ((cast(200 * abs(cast(contribution as decimal(34, 2))) as hugeint) + customers) // (2 * customers))
                as decimal(36, 0)
            ) * 0.01 as decimal(18, 2)
        ) as mean
    from sums
    order by row_key, column_key
)

select * from crossed
