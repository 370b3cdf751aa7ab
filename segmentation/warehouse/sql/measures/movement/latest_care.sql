-- One row per customer of the store about whom something was noted up to the as-of day: what was noted last
-- Of several notes on a day the one of the later batch counts.
with ranked as (
    select
        *,
        row_number() over (partition by customer_key order by noted_on desc, batch_id desc) as place
    from care_notes
    where store_id = $store and noted_on <= $as_of
),

latest_care as (
    select
        customer_key,
        state,
        noted_on,
        note,
        author
    from ranked
    where place = 1
)

select * from latest_care
