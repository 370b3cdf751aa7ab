-- One row per total that is smaller than the customers' own bills of its month
-- uses: stage/judged_totals
select month, total, own
from judged_totals
where verdict = 'reject:total_too_small'
order by month
