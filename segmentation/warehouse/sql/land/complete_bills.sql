-- One row per staged bill whose other lines landed before: their sums are taken into it
-- what these took over from versions that they replaced ($taken: 3:covers) is not theirs to add
-- only lines of the import that is mended, and of what mended it before: an older version of the bill is replaced, not added to
update kept_bills
set
    amount = kept_bills.amount + bills.amount,
    tables = greatest(kept_bills.tables, case when not list_contains($taken, bills.batch_id || ':tables') then bills.tables end),
    covers = greatest(kept_bills.covers, case when not list_contains($taken, bills.batch_id || ':covers') then bills.covers end),
    cost = case
        when list_contains($taken, bills.batch_id || ':cost') then kept_bills.cost
        else coalesce(kept_bills.cost + bills.cost, kept_bills.cost, bills.cost)
    end
from bills
where
    bills.store_id = $store
    and bills.replaced_by is null
    and list_contains($family, bills.batch_id)
    and bills.bill_no = kept_bills.bill_no
    and bills.bill_date = kept_bills.bill_date
    and coalesce(bills.own_key, bills.customer_key) is not distinct from kept_bills.customer_key
