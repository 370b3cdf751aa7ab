-- One row per file: sales with a refund beside them, those whose amount is less than the refund, and those whose amount is what is
-- left of the amount before discounts
-- uses: stage/judged
select
    count(*) as refunded,
    count(*) filter (where file_amount >= 0 and file_amount < abs(refund)) as less,
    count(*) filter (where abs(gross - abs(refund) - coalesce(abs(discount), 0) - file_amount) < 0.01) as what_is_left
from judged
where refund <> 0 and (said = 'sale' or (said = 'returned' and abs(refund) < file_amount))
