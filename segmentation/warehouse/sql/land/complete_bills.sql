-- One row per staged bill whose other lines landed before: their sums are taken into it
-- only lines of the import that is mended, and of what mended it before: an older version of the bill is replaced, not added to
update staged_bills
set
    amount = staged_bills.amount + bills.amount,
    tables = greatest(staged_bills.tables, bills.tables),
    covers = greatest(staged_bills.covers, bills.covers),
    cost = coalesce(staged_bills.cost + bills.cost, staged_bills.cost, bills.cost)
from bills
where
    bills.store_id = $store
    and bills.replaced_by is null
    and list_contains($family, bills.batch_id)
    and bills.bill_no = staged_bills.bill_no
    and bills.bill_date = staged_bills.bill_date
    and bills.customer_key is not distinct from staged_bills.customer_key
