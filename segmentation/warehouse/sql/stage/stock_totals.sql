-- One row per file of stock: of how many products and months it says something, and of how many products no line of a bill does
-- uses: stage/judged_stock
with said as (
    select distinct product, month
    from judged_stock
    where verdict = 'ok'
)

select
    count(distinct product) as products,
    count(distinct month) as months,
    count(distinct product) filter (
        where product not in (select product from bill_lines where store_id = $store and product is not null)
    ) as unsold,
    min(product) filter (
        where product not in (select product from bill_lines where store_id = $store and product is not null)
    ) as first_unsold
from said
