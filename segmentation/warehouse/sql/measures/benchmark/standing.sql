-- One row per house, month and ratio with a value: its place among the houses that have one, its quartile, and the nearest better house
-- Reads house_values (house, month, ratio, value) and ratios (ratio, is_less_better). The place is 1 + how many houses are better; houses
-- with equal values share it (alike says how many have this one). The quartile is 1 (the best) + the whole part of 4 × (place − 1) ÷
-- houses, and null below 4 houses and where more than half of them share it. Of several nearest better houses the first by name stands.
with judged as (
    select
        house_values.house,
        house_values.month,
        house_values.ratio,
        house_values.value,
        case when ratios.is_less_better then -house_values.value else house_values.value end as worth
    from house_values
    inner join ratios on ratios.ratio = house_values.ratio
),

placed as (
    select
        *,
        rank() over (partition by month, ratio order by worth desc) as place,
        dense_rank() over (partition by month, ratio order by worth desc) as step,
        count(*) over (partition by month, ratio) as houses,
        count(*) over (partition by month, ratio, value) as alike
    from judged
),

steps as (
    select month, ratio, step, min(house) as house, max(value) as value
    from placed
    group by month, ratio, step
),

standing as (
    select
        placed.house,
        placed.month,
        placed.ratio,
        placed.value,
        placed.place,
        case
            when placed.houses >= 4 and 2 * placed.alike <= placed.houses
                then 1 + (4 * (placed.place - 1)) // placed.houses
        end as quartile,
        placed.houses,
        placed.alike,
        steps.house as nearest_better,
        abs(steps.value - placed.value) as distance
    from placed
    left join steps on steps.month = placed.month and steps.ratio = placed.ratio and steps.step = placed.step - 1
    order by placed.house, placed.month, placed.ratio
)

select * from standing
