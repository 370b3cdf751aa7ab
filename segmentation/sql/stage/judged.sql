-- One row per line of a bill file, with its day, its amount and the verdict on it
-- verdict: 'ok', 'skip:…' for what is no bill, 'reject:…' for what cannot be understood
with

valued as (
    select
        coalesce(lines.line_no, lines.rowid + $first_line) as line_no,
        lines.damage,
        lines.is_header,
        lines.first_cell,
        lines.date_text,
        day_spellings.day,
        lines.bill_no,
        lines.has_damaged_id,
        lines.customer_key,
        lines.customer_code,
        lines.phone,
        lines.name,
        lines.customer_key is null or list_contains($walk_in, lower(lines.customer_key)) as is_walk_in,
        coalesce(lines.amount, cast(odd_amount.value as decimal(18, 2))) as amount,
        lines.amount_text,
        coalesce(lines.quantity, odd_quantity.value) as quantity,
        lines.quantity_text,
        coalesce(lines.unit_price, odd_price.value) as unit_price,
        lines.unit_price_text,
        coalesce(lines.tables, odd_tables.value) as tables,
        lines.tables_text,
        coalesce(lines.covers, odd_covers.value) as covers,
        lines.covers_text,
        coalesce(lines.cost, cast(odd_cost.value as decimal(18, 2))) as cost,
        lines.cost_text,
        lines.manager,
        lines.module,
        lines.region,
        lines.status,
        lines.product,
        lines.category
    from lines
    left join day_spellings on lines.date_text = day_spellings.text
    left join number_spellings as odd_amount on lines.amount_text = odd_amount.text
    left join number_spellings as odd_quantity on lines.quantity_text = odd_quantity.text
    left join number_spellings as odd_price on lines.unit_price_text = odd_price.text
    left join number_spellings as odd_tables on lines.tables_text = odd_tables.text
    left join number_spellings as odd_covers on lines.covers_text = odd_covers.text
    left join number_spellings as odd_cost on lines.cost_text = odd_cost.text
),

priced as (
    select
        * exclude (amount),
        case
            when amount is not null then amount
            when amount_text is null then cast(round(quantity * unit_price, 2) as decimal(18, 2))
        end as amount
    from valued
)

select
    *,
    case
        when is_header and day is null then 'skip:header'
        when day is null and (
            regexp_matches(coalesce(first_cell, date_text, bill_no, name), $total_line)
            or regexp_matches(date_text, $total_line)
            or regexp_matches(bill_no, $total_line)
            or regexp_matches(name, $total_line)
        ) then 'skip:total'
        when list_contains($total_words, lower(bill_no)) or list_contains($total_words, lower(customer_key)) then 'skip:total'
        when day is null and amount is null and amount_text is null
            and (date_text is null or first_cell is null or first_cell = date_text)
            and bill_no is null and customer_key is null and quantity is null and unit_price is null then 'skip:note'
        when damage <> '' then 'reject:too_many_columns'
        when $has_status and not list_contains($paid, coalesce(status, '')) then 'skip:status'
        when date_text is null then 'reject:date_missing'
        when day is null then 'reject:date'
        when amount is null and amount_text is not null then 'reject:amount'
        when amount is null and quantity_text is not null and quantity is null then 'reject:quantity'
        when amount is null and unit_price_text is not null and unit_price is null then 'reject:unit_price'
        when amount is null then 'reject:amount_missing'
        else 'ok'
    end as verdict
from priced
