-- One row per product on a line in the window, and the category under which most of it was sold; null where no line names one
with summed as (
    select trim(bill_lines.product) as product, nullif(trim(bill_lines.category), '') as category, sum(bill_lines.amount) as sales
    from bill_lines
    inner join bills
        on bills.store_id = bill_lines.store_id
        and bills.batch_id = bill_lines.batch_id
        and bills.line_no = bill_lines.bill_line_no
    where bills.store_id = $store
        and bills.replaced_by is null
        and bills.bill_date > $begins_after
        and bills.bill_date <= $last_day
        and trim(bill_lines.product) <> ''
    group by trim(bill_lines.product), nullif(trim(bill_lines.category), '')
),

ranked as (
    select
        product,
        category,
        row_number() over (partition by product order by category is null, coalesce(sales, 0) desc, category) as place
    from summed
),

product_categories as (
    select product, category
    from ranked
    where place = 1
)

select * from product_categories
