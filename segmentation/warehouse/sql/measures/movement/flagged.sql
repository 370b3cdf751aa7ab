-- One row per active customer with a warning: which of the three signs he gives
-- Reads warning_signs. $factor_tenths is the factor in tenths, $drop is in per cent.
with judged as (
    select
        customer_key,
        stake,
        coalesce(visits >= $min_visits and 10 * silent_days > usual_gap_days * $factor_tenths, false) as is_silent,
        before_visits > 0 and 100 * recent_visits <= before_visits * (100 - $drop) as has_fewer_visits,
        before_spend > 0 and 100 * recent_spend <= before_spend * (100 - $drop) as spends_less
    from warning_signs
    where is_active
),

flagged as (
    select
        customer_key,
        stake,
        is_silent,
        has_fewer_visits,
        spends_less,
        case when is_silent then 'silent' when has_fewer_visits then 'fewer_visits' else 'less_spend' end as reason_code
    from judged
    where is_silent or has_fewer_visits or spends_less
)

select * from flagged
