-- One row per contact of a log
-- uses: stage/judged_contacts
insert into contacts by name
select
    $store as store_id,
    $batch as batch_id,
    line_no,
    contact_day,
    customer_key,
    manager,
    channel,
    outcome,
    note,
    next_day
from judged_contacts
where verdict = 'ok'
