-- One row per line of a bill of a stay that holds meals in its amount, beside the other charges
-- $meals and $others say where among the kept cells these stand
create or replace temp table stay_charges as
with

places as (
    select unnest(cast($meals as integer[])) as place, true as is_meal
    union all
    select unnest(cast($others as integer[])) as place, false as is_meal
),

charged as (
    select
        lines.row_no,
        sum(try_cast(regexp_replace(split_part(lines.kept, $cell_end, places.place), '[¥￥$,元\s]', '', 'g') as decimal(18, 2)))
            filter (where places.is_meal) as meals,
        coalesce(sum(
            try_cast(regexp_replace(split_part(lines.kept, $cell_end, places.place), '[¥￥$,元\s]', '', 'g') as decimal(18, 2))
        ) filter (where not places.is_meal), 0) as others
    from lines
    cross join places
    where lines.amount > 0 and not lines.is_blank and not lines.is_total
    group by lines.row_no
)

select
    lines.row_no,
    nullif(lower(trim(lines.name)), '') as guest,
    lines.day,
    cast(charged.meals as decimal(18, 2)) as amount
from charged
inner join lines on charged.row_no = lines.row_no
where charged.meals > 0 and lines.amount >= charged.meals + charged.others
