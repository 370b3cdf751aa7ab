-- One row per bill of a stay that holds meals in its amount: of the store, or of sheets that are not read here
-- $places are batch, place among its kept cells, and whether meals stand there; $texts guest and meals of a sheet's stays
create or replace temp table stay_charges as
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
        bills.customer_key,
        bills.bill_date,
        bills.amount,
        places.place,
        places.is_meal,
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
    where bills.store_id = $store and bills.replaced_by is null
    group by all
),

summed as (
    select
        batch_id,
        line_no,
        customer_key,
        bill_date,
        amount,
        coalesce(sum(charge) filter (where is_meal), 0) as meals,
        coalesce(sum(charge) filter (where not is_meal), 0) as others
    from charged
    group by all
)

select
    row_number() over (order by summed.batch_id, summed.line_no) as row_no,
    nullif(lower(trim(customers.name)), '') as guest,
    summed.bill_date as day,
    cast(summed.meals as decimal(18, 2)) as amount
from summed
left join customers on summed.customer_key = customers.customer_key and customers.store_id = $store
where summed.meals > 0 and summed.amount >= summed.meals + summed.others
union all
select
    -1 as row_no,
    nullif(lower(trim(split_part(text, $cell_end, 1))), '') as guest,
    null::date as day,
    cast(split_part(text, $cell_end, 2) as decimal(18, 2)) as amount
from (select unnest(cast($texts as varchar[])) as text)
