-- One row per line of a bill file, with its day, its amount and the verdict on it
-- verdict: 'ok', 'skip:…' for what is no bill, 'reject:…' for what cannot be understood
with

priced as (
    select
        lines.* exclude (line_no, row_no, amount, day),
        coalesce(lines.line_no, lines.row_no + $first_line) as line_no,
        coalesce(lines.day, day_spellings.day) as day,
        case
            when lines.amount is not null then lines.amount
            when lines.amount_text is null
                then try_cast(round(cast(lines.quantity as decimal(38, 4)) * lines.unit_price, 2) as decimal(15, 2))
        end as amount
    from lines
    left join day_spellings on lines.date_text = day_spellings.text
    where not lines.is_blank
)

select
    *,
    case
        when is_total then 'skip:total'
        when day is null and is_header then 'skip:header'
        when day is null and (
            regexp_matches(clean_text(first_cell), $total_line)
            or regexp_matches(date_text, $total_line)
            or regexp_matches(bill_no, $total_line)
            or regexp_matches(name, $total_line)
        ) then 'skip:total'
        when damage <> '' then 'reject:' || damage
        when day is null and is_lone then 'skip:note'
        when $has_status and not list_contains($paid, coalesce(status, '')) then 'skip:status'
        when day is null and date_text is null then 'reject:date_missing'
        when day is null then 'reject:date'
        when day < $earliest then 'reject:too_early'
        when day > $latest then 'reject:future'
        when amount is null and amount_text is not null then 'reject:amount'
        when amount is null and quantity_text is not null and quantity is null then 'reject:quantity'
        when amount is null and unit_price_text is not null and unit_price is null then 'reject:unit_price'
        when amount is null then 'reject:amount_missing'
        else 'ok'
    end as verdict
from priced
