-- One row per line of a file of targets, texts cleaned
-- `source` is put before this by the caller: the file's cells under their canonical names
cleaned as (
    select
        line_no,
        damage,
        is_lone,
        clean_text(first_cell) as first_cell,
        clean_text(month) as month_text,
        case when not is_among($nobody, folded(clean_text(manager))) then clean_manager(manager) end as manager,
        clean_text(tier) as tier_text,
        clean_text(customers) as customers_text,
        clean_text(frequency) as frequency_text,
        clean_text(standard) as standard_text,
        clean_text(revenue) as revenue_text,
        clean_text(house_target) as house_target_text,
        clean_text(house_profit) as house_profit_text
    from source
)

select * from cleaned
