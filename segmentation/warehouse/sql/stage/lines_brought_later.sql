-- One row per accepted line of a mended file whose bill a later file, no mended one, brought already
-- uses: stage/judged
select distinct judged.line_no
from judged
inner join bills
    on judged.bill_no = bills.bill_no
    and judged.day = bills.bill_date
    and judged.customer_key is not distinct from coalesce(bills.own_key, bills.customer_key)
where
    judged.verdict = 'ok'
    and bills.store_id = $store
    and bills.replaced_by is null
    and bills.batch_id > $mends
    and not list_contains($family, bills.batch_id)
order by judged.line_no
