-- One row per store: how many dishes on the bills of a window have no amount of their own
-- uses: measures/composition/window_dishes
with unpriced_dishes as (
    select count(*) as dishes
    from window_dishes
    where amount is null
)

select * from unpriced_dishes
