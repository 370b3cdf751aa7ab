-- One row per month-end that is kept of a store under a scheme
with kept_months as (
    select month_end, scheme_version, facts_mark
    from snapshots
    where store_id = $store and scheme = $scheme
    order by month_end
)

select * from kept_months
