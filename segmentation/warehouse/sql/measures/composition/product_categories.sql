-- One row per product on a line in the window, and the category under which most of it was sold; null where no line names one
-- uses: measures/composition/window_dishes
with summed as (
    select product, category, sum(amount) as sales
    from window_dishes
    group by product, category
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
