-- One row per file: how many of its bills stand in the store's $batches too under other numbers: the same day, customer and money
select count(*) as same
from staged_bills as staged
where
    staged.amount <> 0
    and exists (
        select 1
        from bills
        where
            bills.store_id = $store
            and bills.replaced_by is null
            and list_contains($batches, bills.batch_id)
            and bills.bill_date = staged.bill_date
            and bills.amount = staged.amount
            and coalesce(bills.own_key, bills.customer_key) is not distinct from staged.customer_key
    )
