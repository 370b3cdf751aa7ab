-- One row per file: how many rows of totals it has, what the last of them says, and whether a line that counts stands below it
-- uses: stage/judged
with own_total as (
    select
        count(*) filter (where verdict = 'skip:total' and coalesce(file_amount, 0) <> 0) as totals,
        arg_max(file_amount, line_no) filter (where verdict = 'skip:total' and coalesce(file_amount, 0) <> 0) as said,
        coalesce(
            max(line_no) filter (where verdict = 'skip:total' and coalesce(file_amount, 0) <> 0)
            > max(line_no) filter (where verdict = 'ok'), false
        ) as is_last
    from judged
)

select * from own_total
