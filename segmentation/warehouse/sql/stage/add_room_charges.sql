-- One row per charge for meals in a file's own bills of stays: a line of one, or what stands in columns of its own ($meal_places
-- among the kept cells, beside $other_places) and is held by the amount of the row
insert into room_charges by name
with

places as (
    select unnest(cast($meal_places as integer[])) as place, true as is_meal
    union all
    select unnest(cast($other_places as integer[])) as place, false as is_meal
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
),

said as (
    select
        row_no,
        concat_ws(' ', product, category) as said
    from lines
    where amount > 0 and not is_blank and not is_total and not regexp_matches(coalesce(payment_method, ''), $methods)
),

told as (
    select
        charged.row_no,
        charged.meals as amount,
        false as is_line
    from charged
    inner join lines on charged.row_no = lines.row_no
    where charged.meals > 0 and lines.amount >= charged.meals + charged.others
    union all
    select
        lines.row_no,
        lines.amount,
        true as is_line
    from said
    inner join lines on said.row_no = lines.row_no
    where
        regexp_matches(said.said, $meals)
        and (exists (select 1 from said where regexp_matches(said, $nights)) or regexp_matches(said.said, $transferred))
)

select
    -row_number() over (order by told.row_no) as charge_no,
    $own as batch_id,
    $own as said_by,
    nullif(lower(trim(lines.name)), '') as guest,
    lines.day,
    cast(told.amount as decimal(18, 2)) as amount,
    told.is_line
from told
inner join lines on told.row_no = lines.row_no
