-- One row per active customer with a warning, the highest stake first
-- Reads warning_signs.
-- uses: facts/barred, facts/left_alone, measures/movement/flagged, measures/movement/latest_care
with warnings as (
    select
        customers.customer_key as customer,
        customers.name,
        customers.phone,
        customers.module,
        customers.manager,
        flagged.reason_code,
        flagged.is_silent,
        flagged.has_fewer_visits,
        flagged.spends_less,
        warning_signs.last_visit,
        warning_signs.usual_gap_days,
        warning_signs.silent_days,
        warning_signs.recent_visits,
        warning_signs.before_visits,
        warning_signs.recent_spend,
        warning_signs.before_spend,
        warning_signs.stake,
        $win_back_by as win_back_by,
        case
            when barred.customer_key is not null then 'barred'
            when left_alone.customer_key is not null then 'left_alone'
            else latest_care.state
        end as state,
        latest_care.noted_on,
        latest_care.note
    from flagged
    inner join warning_signs on warning_signs.customer_key = flagged.customer_key
    inner join customers on customers.store_id = $store and customers.customer_key = flagged.customer_key
    left join latest_care on latest_care.customer_key = flagged.customer_key
    left join barred on barred.customer_key = flagged.customer_key
    left join left_alone on left_alone.customer_key = flagged.customer_key
    order by warning_signs.stake desc, customers.customer_key
)

select * from warnings
