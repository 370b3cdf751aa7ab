-- One row per customer with a reason to be called on the list's day, manager by manager, the most pressing and then the most money first
-- Reads warning_signs, due_dates, contacted, holders (customer_key, manager), moved (customer, from_place, to_place, win_back_by of those
-- demoted) and born (day, customer). Each stands once. place counts within his manager, with those who were called that day already;
-- at_stake is what he brings in the window up to the as-of day, of who is no longer active up to his last visit ($window_days, 0: all).
-- uses: measures/movement/flagged, measures/movement/latest_care
with settled as (
    select latest_care.customer_key
    from latest_care
    inner join warning_signs on warning_signs.customer_key = latest_care.customer_key
    where (latest_care.state = 'given_up' and warning_signs.last_visit <= latest_care.noted_on)
        or (latest_care.state = 'won_back' and latest_care.noted_on >= $settled_since)
),

called_for as (
    select contacted.customer_key, 1 as reason_no
    from contacted
    left join warning_signs on warning_signs.customer_key = contacted.customer_key
    where contacted.is_promised
        and not (
            contacted.outcome = 'coming'
            and coalesce(warning_signs.last_visit > contacted.contact_day or warning_signs.last_visit = contacted.next_day, false)
        )
    union all
    select customer as customer_key, 2 as reason_no
    from moved
    where win_back_by is not null
    union all
    select flagged.customer_key, 3 as reason_no
    from flagged
    where flagged.customer_key not in (select customer_key from settled)
    union all
    select customer_key, 4 as reason_no
    from due_dates
    where expected_on <= $due_until and customer_key not in (select customer_key from flagged)
    union all
    select customer as customer_key, 5 as reason_no
    from born
    union all
    select customer_key, 6 as reason_no
    from warning_signs
    where not is_active
        and silent_days <= $lost_until
        and customer_key not in (select customer_key from settled)
),

reasons as (
    select
        customer_key,
        min(reason_no) as reason_no,
        max(case when reason_no = 1 then 1 else 0 end) = 1 as is_promised,
        max(case when reason_no = 2 then 1 else 0 end) = 1 as is_demoted,
        max(case when reason_no = 3 then 1 else 0 end) = 1 as is_warned,
        max(case when reason_no = 4 then 1 else 0 end) = 1 as is_due,
        max(case when reason_no = 5 then 1 else 0 end) = 1 as is_birthday,
        max(case when reason_no = 6 then 1 else 0 end) = 1 as is_lost
    from called_for
    group by customer_key
),

brought as (
    select reasons.customer_key, sum(visits.amount) as amount
    from reasons
    inner join warning_signs on warning_signs.customer_key = reasons.customer_key and not warning_signs.is_active
    inner join visits
        on visits.store_id = $store
        and visits.customer_key = reasons.customer_key
        and visits.visit_date <= $as_of
        and ($window_days = 0 or visits.visit_date > warning_signs.last_visit - $window_days)
    group by reasons.customer_key
),

birthdays as (
    select customer as customer_key, min(day) as birthday_on
    from born
    group by customer
),

told as (
    select
        reasons.*,
        customers.name,
        customers.phone,
        holders.manager,
        contacted.outcome as last_outcome,
        contacted.contact_day as last_contact_day,
        contacted.next_day as promised_on,
        contacted.today_outcome,
        cast(coalesce(brought.amount, warning_signs.stake, 0) as decimal(18, 2)) as at_stake
    from reasons
    inner join customers on customers.store_id = $store and customers.customer_key = reasons.customer_key and not customers.is_walk_in
    left join contacted on contacted.customer_key = reasons.customer_key
    left join warning_signs on warning_signs.customer_key = reasons.customer_key
    left join holders on holders.customer_key = reasons.customer_key
    left join brought on brought.customer_key = reasons.customer_key
    where not coalesce(contacted.is_barred, false) and not coalesce(contacted.is_left_alone, false)
),

call_list as (
    select
        told.customer_key as customer,
        told.name,
        told.phone,
        told.manager,
        told.reason_no,
        told.is_promised,
        told.is_demoted,
        told.is_warned,
        told.is_due,
        told.is_birthday,
        told.is_lost,
        told.last_outcome,
        told.last_contact_day,
        told.promised_on,
        told.today_outcome,
        told.at_stake as stake,
        moved.from_place,
        moved.to_place,
        coalesce(moved.win_back_by, case when told.is_warned then cast($win_back_by as date) end) as win_back_by,
        due_dates.expected_on,
        birthdays.birthday_on,
        warning_signs.last_visit,
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
        row_number() over (partition by told.manager order by told.reason_no, told.at_stake desc, told.customer_key) as place
    from told
    left join moved on moved.customer = told.customer_key
    left join due_dates on due_dates.customer_key = told.customer_key
    left join birthdays on birthdays.customer_key = told.customer_key
    left join warning_signs on warning_signs.customer_key = told.customer_key
    left join flagged on flagged.customer_key = told.customer_key
    order by told.manager nulls last, place
)

select * from call_list
