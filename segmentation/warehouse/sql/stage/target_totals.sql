-- One row per file of targets: what lands of it, and of when; in how many rows, and first in which, it says another revenue than the three figures come to
-- uses: stage/judged_targets
-- A revenue is another one where it is further off than by what frequency and standard were rounded to, and by a yuan.
with weighed as (
    select
        *,
        customers * frequency * standard as amount,
        coalesce(
            abs(revenue - customers * frequency * standard) > 1 + customers * frequency * 0.005 + customers * standard * 0.000001, false
        ) as is_other
    from judged_targets
    where verdict = 'ok'
)

select
    count(*) as rows_planned,
    count(distinct manager) as managers,
    min(month) as first_month,
    max(month) as last_month,
    count(*) filter (where is_other) as other_sums,
    coalesce(min(line_no) filter (where is_other), 0) as other_line,
    cast(coalesce(sum(revenue) filter (where is_other), 0) as decimal(18, 2)) as said,
    cast(coalesce(sum(amount) filter (where is_other), 0) as decimal(18, 2)) as amount
from weighed
