-- One row per file: how many of its hidden rows count, and what they come to
-- uses: stage/judged
select
    count(*) as lines,
    coalesce(sum(amount), 0) as amount
from judged
where verdict in ('ok', 'top_up') and line_no in (select unnest($hidden_rows))
