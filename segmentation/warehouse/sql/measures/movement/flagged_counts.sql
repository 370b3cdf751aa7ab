-- One row per store: how many customers are flagged, by each sign, and what they bring
-- Reads warning_signs.
-- uses: measures/movement/flagged
with flagged_counts as (
    select
        count(*) as customers,
        count(case when is_silent then 1 end) as silent,
        count(case when has_fewer_visits then 1 end) as fewer_visits,
        count(case when spends_less then 1 end) as less_spend,
        cast(coalesce(sum(stake), 0) as decimal(18, 2)) as stake
    from flagged
)

select * from flagged_counts
