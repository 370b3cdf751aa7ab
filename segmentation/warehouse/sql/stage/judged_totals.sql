-- One row per line of a file of monthly totals, with its month, its total and the verdict on it
-- own are the customers' own bills of that month in the store, which a total cannot be smaller than.
with

spelled as (
    select
        coalesce(lines.line_no, lines.row_no + $first_line) as line_no,
        lines.first_cell,
        lines.is_lone,
        lines.damage,
        lines.month_text,
        lines.total_text,
        month_spellings.day as month,
        number_spellings.value as total
    from lines
    left join month_spellings on lines.month_text = month_spellings.text
    left join number_spellings on lines.total_text = number_spellings.text
    where not (lines.is_lone and lines.first_cell is null)
),

own_bills as (
    select
        cast(date_trunc('month', day) as date) as month,
        sum(amount - walk_in_amount) as own
    from days
    where store_id = $store
    group by 1
),

compared as (
    select
        spelled.*,
        coalesce(own_bills.own, 0) as own,
        min(spelled.total) over (partition by spelled.month) < max(spelled.total) over (partition by spelled.month) as differs,
        row_number() over (partition by spelled.month, spelled.total order by spelled.line_no) as place
    from spelled
    left join own_bills on spelled.month = own_bills.month
)

select
    *,
    case
        when month is null and regexp_matches(coalesce(month_text, first_cell), $total_line) then 'skip:total'
        when first_cell = $first_header then 'skip:header'
        when damage <> '' then 'reject:' || damage
        when month is null and (is_lone or total_text is null) then 'skip:note'
        when month_text is null then 'reject:month_missing'
        when month is null then 'reject:month'
        when month < $earliest then 'reject:month_too_early'
        when total_text is null then 'reject:total_missing'
        when total is null then 'reject:total'
        when differs then 'reject:month_twice'
        when total < own then 'reject:total_too_small'
        when place > 1 then 'skip:repeated'
        else 'ok'
    end as verdict
from compared
