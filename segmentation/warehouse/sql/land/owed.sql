-- One row per bill of the batch that went on account: all of it, where way to pay or state says so and nothing else was paid with
-- For batches whose lines are bills of their own: what is no way to pay stands in the other columns of the file.
update bills
set owed = amount
where
    store_id = $store
    and batch_id = $batch
    and (
        (regexp_matches(payment_method, $account_words) and not regexp_matches(payment_method, $paid_words))
        or (
            payment_method is null
            and line_no in (
                select line_no
                from bill_cells
                where batch_id = $batch and regexp_matches(cells, $cells)
            )
        )
    )
