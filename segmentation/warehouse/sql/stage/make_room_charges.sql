-- One row per charge for meals in the store's bills of stays: a line of one (餐费转入, Restaurant), which says which money it is, or
-- what stands in a column of its own and is held by the amount of the bill
-- Lines tell it where they say that the money was transferred, or where the same import has lines of nights ($nights). $places are
-- batch, place among its kept cells, and whether meals stand there; $texts guest and meals of stays on sheets that are not read here
-- Reads room_checks.
-- uses: stage/names_of_imports
create or replace temp table room_charges as
with

places as (
    select
        cast(split_part(place, ':', 1) as integer) as batch_id,
        cast(split_part(place, ':', 2) as integer) as place,
        split_part(place, ':', 3) = '1' as is_meal
    from (select unnest(cast($places as varchar[])) as place)
),

charged as (
    select
        bills.batch_id,
        bills.line_no,
        places.place,
        places.is_meal,
        any_value(bills.amount) as amount,
        max(
            try_cast(regexp_replace(split_part(cells.cells, $cell_end, places.place), '[¥￥$,元\s]', '', 'g') as decimal(18, 2))
        ) as charge
    from bills
    inner join bill_cells as cells
        on bills.batch_id = cells.batch_id
        and (
            (cells.bill_no is null and bills.line_no = cells.line_no)
            or (bills.bill_no = cells.bill_no and bills.bill_date = cells.bill_date)
        )
    inner join places on cells.headers_of = places.batch_id
    where bills.store_id = $store
    group by all
),

summed as (
    select
        batch_id,
        line_no,
        coalesce(sum(charge) filter (where is_meal), 0) as meals
    from charged
    group by batch_id, line_no
    having meals > 0 and any_value(amount) >= meals + coalesce(sum(charge) filter (where not is_meal), 0)
),

with_nights as (
    select distinct batch_id
    from bill_lines
    where store_id = $store and regexp_matches(concat_ws(' ', product, category), $nights)
),

told as (
    select
        batch_id,
        line_no,
        meals as amount,
        false as is_line
    from summed
    union all
    select
        batch_id,
        bill_line_no as line_no,
        amount,
        true as is_line
    from bill_lines
    where
        store_id = $store
        and amount > 0
        and regexp_matches(concat_ws(' ', product, category), $meals)
        and (batch_id in (select batch_id from with_nights) or regexp_matches(concat_ws(' ', product, category), $transferred))
),

charges as (
    select
        told.batch_id,
        coalesce(batches.mends, told.batch_id) as said_by,
        nullif(lower(trim(coalesce(names.name, bills.customer_key))), '') as guest,
        bills.bill_date as day,
        cast(told.amount as decimal(18, 2)) as amount,
        told.is_line
    from told
    inner join bills on told.batch_id = bills.batch_id and told.line_no = bills.line_no
    inner join batches on told.batch_id = batches.batch_id
    left join names_of_imports as names on bills.batch_id = names.batch_id and coalesce(bills.own_key, bills.customer_key) = names.customer_key
    where
        bills.store_id = $store
        and bills.replaced_by is null
        and not coalesce(list_contains($leave, upper(bills.bill_no)), false)
        and (told.batch_id, told.line_no) not in (select (batch_id, line_no) from room_checks)
    union all
    select
        -1 as batch_id,
        -1 as said_by,
        nullif(lower(trim(split_part(text, $cell_end, 1))), '') as guest,
        null::date as day,
        cast(split_part(text, $cell_end, 2) as decimal(18, 2)) as amount,
        false as is_line
    from (select unnest(cast($texts as varchar[])) as text)
)

select
    row_number() over (order by batch_id, day, guest, amount) as charge_no,
    charges.*
from charges
