-- One row per bill of the batch that went on account, of several lines: where each says how it was paid, those alone that were not
-- Lines on account are few: to group all lines anew would take more memory than there is for many millions.
-- uses: stage/judged
update bills
set owed = told.owed
from (
    select
        staged_bills.line_no,
        unpaid.owed
    from (
        select
            bill_no,
            day,
            customer_key,
            case when bill_no is null then coalesce(bills_line, line_no) end as bills_line,
            cast(round(sum(amount), 2) as decimal(18, 2)) as owed
        from judged
        where
            verdict = 'ok'
            and regexp_matches(concat(payment_method, marks), $account_words)
            and not regexp_matches(coalesce(payment_method, ''), $paid_words)
        group by all
    ) as unpaid
    inner join staged_bills
        on unpaid.day = staged_bills.bill_date
        and unpaid.bill_no is not distinct from staged_bills.bill_no
        and unpaid.customer_key is not distinct from staged_bills.customer_key
        and coalesce(unpaid.bills_line, staged_bills.line_no) = staged_bills.line_no
) as told
where bills.store_id = $store and bills.batch_id = $batch and bills.line_no = told.line_no and told.owed is not null
