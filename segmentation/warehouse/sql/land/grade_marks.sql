-- One row per month of $months, each by its first day: a hash of the grades that are kept of its end, of all schemes
with kept as (
    select
        cast(date_trunc('month', month_end) as date) as month,
        scheme,
        sha256(string_agg(concat_ws('|', customer_key, tier, contribution), chr(10) order by customer_key)) as mark
    from snapshot_tiers
    where
        store_id = $store and list_contains($months, cast(date_trunc('month', month_end) as date))
        and ($schemes is null or list_contains($schemes, scheme))
    group by month_end, scheme
),

grade_marks as (
    select
        asked.month,
        coalesce(sha256(string_agg(concat(kept.scheme, ' ', kept.mark), chr(10) order by kept.scheme)), '') as grades_mark
    from (select unnest($months) as month) as asked
    left join kept on kept.month = asked.month
    group by asked.month
    order by asked.month
)

select * from grade_marks
