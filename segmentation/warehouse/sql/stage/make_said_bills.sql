-- One row per number, day and verdict of the lines of a bill file that carry a number, kept for the comparison and the landing
-- uses: stage/judged
create or replace temp table said_bills as
select distinct
    bill_no,
    day,
    verdict = 'ok' as is_bill,
    starts_with(verdict, 'reject:') as is_unread,
    verdict = 'top_up' or ($tops_beside and verdict = 'ok' and coalesce(stored, 0) > 0) as is_top_up,
    verdict = 'skip:void' as is_void,
    verdict in ('ok', 'top_up', 'skip:void', 'skip:unpaid') as is_of_day
from judged
where bill_no is not null and (verdict in ('ok', 'top_up', 'skip:void', 'skip:unpaid') or starts_with(verdict, 'reject:'))
