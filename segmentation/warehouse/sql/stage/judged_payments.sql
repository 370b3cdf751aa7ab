-- One row per line of a file of payments, with the verdict on it
-- What has no money and no day is not paid yet. Two rows that say the same are two payments, and told.
with

-- a file may name a customer in another way than the bills do: by the phone or the name that one customer alone has
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
        lines.method,
        lines.date_text,
        lines.amount_text,
        lines.due_text,
        day_spellings.day as paid_on,
        amount_spellings.value as amount,
        due_spellings.day as due_on
    from lines
    left join also_known on also_known.said = lines.customer_key
    left join day_spellings on lines.date_text = day_spellings.text
    left join amount_spellings on lines.amount_text = amount_spellings.text
    left join due_spellings on lines.due_text = due_spellings.text
    where not (lines.is_lone and lines.first_cell is null)
),

judged as (
    select
        *,
        case
            when phone is null and coalesce(customer_code, first_cell) = first_cell and regexp_matches(first_cell, $total_line)
                then 'skip:total'
            when first_cell = $first_header then 'skip:header'
            when damage <> '' then 'reject:' || damage
            when customer_key is null and names_walk_in then 'skip:walk_in'
            when is_lone then 'skip:note'
            when coalesce(amount, 0) = 0 and (amount_text is null or amount = 0) then 'skip:not_paid'
            when customer_key is null then 'reject:customer_missing'
            when date_text is null then 'reject:date_missing'
            when paid_on is null then 'reject:date'
            when paid_on < $earliest then 'reject:too_early'
            when paid_on > $latest then 'reject:future'
            when amount is null then 'reject:payment'
            when due_on is null and due_text is not null then 'reject:due'
            else 'ok'
        end as verdict
    from spelled
)

select
    *,
    row_number() over (partition by verdict, customer_key, paid_on, amount, method, due_on order by line_no) as place
from judged
