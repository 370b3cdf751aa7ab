-- One row per bill of the batch that an older version, which it or an import that it mends replaced ($replacers), agrees with in
-- number, day, customer and amount
create or replace temp table same_bills as
select
    newer.line_no,
    max({'batch_id': older.batch_id, 'line_no': older.line_no}) as older
from bills as older
inner join bills as newer
    on older.bill_no = newer.bill_no
    and older.bill_date = newer.bill_date
    and older.amount = newer.amount
    and coalesce(older.own_key, older.customer_key) is not distinct from coalesce(newer.own_key, newer.customer_key)
where
    older.store_id = $store
    and list_contains($replacers, older.replaced_by)
    and not list_contains($replacers, older.batch_id)
    and newer.store_id = $store
    and newer.batch_id = $batch
    and newer.amount >= 0 -- a refund tells its own
group by newer.line_no
