-- One row per verdict on lines that do not count, void or not paid: those with money in columns beside the amount, and that money less
-- what went back by $back or beside the amount (退款): the sum at $places, or what $paid says where that is more. These are places among the kept cells, 0: no column.
-- uses: stage/judged
with

cells as (
    select
        verdict,
        coalesce(abs(refund), 0) as refund,
        list_transform(
            list_concat($places, [$paid, $back]),
            lambda place: case
                when place = 0 then 0
                else coalesce(
                    try_cast(replace(replace(trim(split_part(kept, $cell_end, place)), ',', ''), '¥', '') as decimal(18, 2)), 0
                )
            end
        ) as sums
    from judged
    where verdict in ('skip:void', 'skip:unpaid')
),

held as (
    select verdict, greatest(coalesce(list_sum(sums[:-3]), 0), sums[-2]) - greatest(sums[-1], refund) as money
    from cells
)

select
    verdict,
    count(*) as lines,
    cast(sum(money) as decimal(18, 2)) as money
from held
where money > 0
group by verdict
