-- One row per customer on the list, manager by manager, the most pressing and then the most money first
-- Reads call_places, call_reasons, warning_signs, due_dates, contacted, moved (customer, from_place, to_place, win_back_by of those
-- demoted), born (day, customer) and festive (customer_key, festival_no). The place counts those who were called that day already.
-- uses: measures/movement/flagged
with birthdays as (
    select customer as customer_key, min(day) as birthday_on
    from born
    group by customer
),

call_list as (
    select
        call_places.customer_key as customer,
        customers.name,
        customers.phone,
        call_places.manager,
        call_places.reason_no,
        call_reasons.is_promised,
        call_reasons.is_demoted,
        call_reasons.is_warned,
        call_reasons.is_due,
        call_reasons.is_birthday,
        call_reasons.is_festival,
        call_reasons.is_lost,
        contacted.outcome as last_outcome,
        contacted.contact_day as last_contact_day,
        contacted.next_day as promised_on,
        contacted.today_outcome,
        call_places.at_stake as stake,
        moved.from_place,
        moved.to_place,
        coalesce(moved.win_back_by, case when call_reasons.is_warned then cast($win_back_by as date) end) as win_back_by,
        due_dates.expected_on,
        birthdays.birthday_on,
        festive.festival_no,
        customers.birthday,
        warning_signs.last_visit,
        not coalesce(warning_signs.is_active, true) as is_asleep,
        warning_signs.silent_days,
        warning_signs.usual_gap_days,
        warning_signs.visits,
        warning_signs.recent_visits,
        warning_signs.before_visits,
        warning_signs.recent_spend,
        warning_signs.before_spend,
        coalesce(flagged.is_silent, false) as is_silent,
        coalesce(flagged.has_fewer_visits, false) as has_fewer_visits,
        coalesce(flagged.spends_less, false) as spends_less,
        call_places.place
    from call_places
    inner join call_reasons on call_reasons.customer_key = call_places.customer_key
    inner join customers on customers.store_id = $store and customers.customer_key = call_places.customer_key
    left join contacted on contacted.customer_key = call_places.customer_key
    left join moved on moved.customer = call_places.customer_key
    left join due_dates on due_dates.customer_key = call_places.customer_key
    left join birthdays on birthdays.customer_key = call_places.customer_key
    left join festive on festive.customer_key = call_places.customer_key
    left join warning_signs on warning_signs.customer_key = call_places.customer_key
    left join flagged on flagged.customer_key = call_places.customer_key
    order by call_places.manager nulls last, call_places.place
)

select * from call_list
