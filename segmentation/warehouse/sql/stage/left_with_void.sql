-- One row per file: void lines with money in a column beside the amount, and that money less what went back by $back (0: no column)
-- $place and $back are places among the kept cells.
-- uses: stage/judged
with

held as (
    select
        coalesce(try_cast(replace(replace(trim(split_part(kept, $cell_end, $place)), ',', ''), '¥', '') as decimal(18, 2)), 0)
        - case
            when $back = 0 then 0
            else coalesce(
                try_cast(replace(replace(trim(split_part(kept, $cell_end, $back)), ',', ''), '¥', '') as decimal(18, 2)), 0
            )
        end as money
    from judged
    where verdict = 'skip:void'
)

select
    count(*) as lines,
    coalesce(sum(money), 0) as money
from held
where money > 0
