-- One row per line of a file of targets, with the verdict on it
-- Of one manager and grade the first row counts; one that says the same again is left out, one that says something else is refused.
with

spelled as (
    select
        coalesce(lines.line_no, lines.row_no + $first_line) as line_no,
        lines.first_cell,
        lines.is_lone,
        lines.damage,
        lines.manager,
        lines.month_text,
        lines.tier_text,
        lines.customers_text,
        lines.frequency_text,
        lines.standard_text,
        lines.revenue_text,
        lines.house_target_text,
        lines.house_profit_text,
        month_spellings.day as month,
        tier_spellings.value as tier,
        customers_text_spellings.value as customers,
        coalesce(frequency_text_spellings.value, case when lines.frequency_text is null then 0 end) as frequency,
        coalesce(standard_text_spellings.value, case when lines.standard_text is null then 0 end) as standard,
        revenue_text_spellings.value as revenue,
        house_target_text_spellings.value as house_target,
        house_profit_text_spellings.value as house_profit
    from lines
    left join month_spellings on lines.month_text = month_spellings.text
    left join tier_spellings on lines.tier_text = tier_spellings.text
    left join customers_text_spellings on lines.customers_text = customers_text_spellings.text
    left join frequency_text_spellings on lines.frequency_text = frequency_text_spellings.text
    left join standard_text_spellings on lines.standard_text = standard_text_spellings.text
    left join revenue_text_spellings on lines.revenue_text = revenue_text_spellings.text
    left join house_target_text_spellings on lines.house_target_text = house_target_text_spellings.text
    left join house_profit_text_spellings on lines.house_profit_text = house_profit_text_spellings.text
    where not (lines.is_lone and lines.first_cell is null)
),

readable as (
    select
        *,
        case
            when month is null and regexp_matches(coalesce(month_text, first_cell), $total_line) then 'skip:total'
            when first_cell = $first_header then 'skip:header'
            when damage <> '' then 'reject:' || damage
            when is_lone then 'skip:note'
            when month_text is null then 'reject:month_missing'
            when month is null then 'reject:month'
            when tier_text is null then 'reject:tier_missing'
            when tier is null then 'reject:tier'
            when customers is null or customers <> floor(customers) then 'reject:customers'
            when frequency is null then 'reject:frequency'
            when standard is null then 'reject:standard'
            when house_target is null and house_target_text is not null then 'reject:house_target'
            when house_profit is null and house_profit_text is not null then 'reject:house_profit'
            else 'ok'
        end as first_verdict
    from spelled
),

compared as (
    select
        *,
        row_number() over (partition by first_verdict, month, manager, tier order by line_no) as place,
        first_value(customers) over (partition by first_verdict, month, manager, tier order by line_no) = customers
        and first_value(frequency) over (partition by first_verdict, month, manager, tier order by line_no) = frequency
        and first_value(standard) over (partition by first_verdict, month, manager, tier order by line_no) = standard as is_same
    from readable
)

select
    * exclude (first_verdict, place, is_same),
    case
        when first_verdict <> 'ok' or place = 1 then first_verdict
        when is_same then 'skip:repeated'
        else 'reject:row_twice'
    end as verdict
from compared
