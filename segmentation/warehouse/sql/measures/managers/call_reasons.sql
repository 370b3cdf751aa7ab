-- One row per customer with a reason to be called on the list's day: every reason, and the most pressing (1 promised … 7 lost)
-- Reads warning_signs, due_dates, contacted, demoted (customer), born (customer) and festive. Who is not to be called, or
-- is left alone for some days, is left out; and who is left alone on purpose, unless something was promised to him.
-- uses: measures/movement/flagged, measures/movement/latest_care, facts/left_alone
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
    from demoted
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
    from festive
    union all
    select customer_key, 7 as reason_no
    from warning_signs
    where not is_active
        and silent_days <= $lost_until
        and customer_key not in (select customer_key from settled)
),

call_reasons as (
    select
        customer_key,
        min(reason_no) as reason_no,
        max(case when reason_no = 1 then 1 else 0 end) = 1 as is_promised,
        max(case when reason_no = 2 then 1 else 0 end) = 1 as is_demoted,
        max(case when reason_no = 3 then 1 else 0 end) = 1 as is_warned,
        max(case when reason_no = 4 then 1 else 0 end) = 1 as is_due,
        max(case when reason_no = 5 then 1 else 0 end) = 1 as is_birthday,
        max(case when reason_no = 6 then 1 else 0 end) = 1 as is_festival,
        max(case when reason_no = 7 then 1 else 0 end) = 1 as is_lost
    from called_for
    where customer_key not in (select customer_key from contacted where is_barred or is_left_alone)
        and (
            customer_key not in (select customer_key from left_alone)
            or customer_key in (select customer_key from contacted where is_promised)
        )
    group by customer_key
)

select * from call_reasons
