-- One row per bill of the batch that went on account, of several lines: where each says how it was paid, those alone that were not
-- uses: stage/judged
update bills
set owed = told.owed
from (
    select
        min(line_no) as line_no,
        cast(round(sum(amount) filter (
            where
                regexp_matches(concat(payment_method, marks), $account_words)
                and not regexp_matches(coalesce(payment_method, ''), $paid_words)
        ), 2) as decimal(18, 2)) as owed
    from judged
    where verdict = 'ok'
    group by bill_no, day, customer_key, case when bill_no is null then coalesce(bills_line, line_no) end
) as told
where bills.store_id = $store and bills.batch_id = $batch and bills.line_no = told.line_no and told.owed is not null
