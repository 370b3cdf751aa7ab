-- One row per line of a log of contacts, with the verdict on it
with

-- a log may name a customer in another way than the bills do: by the phone or the name that one customer alone has
own as (
    select customer_key, name, clean_phone(phone) as phone
    from customers
    where store_id = $store and not is_walk_in
),

also_known as (
    select said, min(customer_key) as customer_key
    from (
        select name as said, customer_key from own
        union
        select phone as said, customer_key from own
    ) as told
    where said is not null and said not in (select customer_key from own)
    group by said
    having count(*) = 1
),

spelled as (
    select
        coalesce(lines.line_no, lines.row_no + $first_line) as line_no,
        coalesce(also_known.customer_key, lines.customer_key) as customer_key,
        lines.customer_code,
        lines.phone,
        lines.names_walk_in,
        lines.first_cell,
        lines.is_lone,
        lines.damage,
        lines.manager,
        lines.note,
        lines.date_text,
        lines.channel as channel_text,
        lines.outcome as outcome_text,
        lines.next_date as next_text,
        day_spellings.day as contact_day,
        next_spellings.day as next_day,
        channel_spellings.value as channel,
        outcome_spellings.value as outcome
    from lines
    left join also_known on also_known.said = lines.customer_key
    left join day_spellings on lines.date_text = day_spellings.text
    left join next_spellings on lines.next_date = next_spellings.text
    left join channel_spellings on lines.channel = channel_spellings.text
    left join outcome_spellings on lines.outcome = outcome_spellings.text
    where not (lines.is_lone and lines.first_cell is null)
),

readable as (
    select
        *,
        case
            when phone is null and coalesce(customer_code, first_cell) = first_cell and regexp_matches(first_cell, $total_line)
                then 'skip:total'
            when first_cell = $first_header then 'skip:header'
            when damage <> '' then 'reject:' || damage
            when customer_key is null and names_walk_in then 'skip:walk_in'
            when is_lone then 'skip:note'
            when customer_key is null then 'reject:customer_missing'
            when date_text is null then 'reject:date_missing'
            when contact_day is null then 'reject:date'
            when contact_day < $earliest then 'reject:too_early'
            when contact_day > $latest then 'reject:future'
            when channel is null and channel_text is not null then 'reject:channel'
            when outcome_text is null then 'reject:outcome_missing'
            when outcome is null then 'reject:outcome'
            when next_day is null and next_text is not null then 'reject:next_date'
            when next_day < contact_day then 'reject:next_before'
            else 'ok'
        end as first_verdict
    from spelled
)

select
    * exclude (first_verdict),
    case
        when
            first_verdict = 'ok'
            and row_number() over (
                partition by first_verdict, customer_key, contact_day, manager, channel, outcome, note, next_day order by line_no
            ) > 1
            then 'skip:repeated'
        else first_verdict
    end as verdict
from readable
