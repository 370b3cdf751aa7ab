-- One row per file: lines without a day, without an amount, without a word on how they count, or without a customer, that may be
-- further lines of the bill above them
select
    count(*) filter (where day is null and date_text is null and not is_lone and not is_total and not coalesce(is_header, false)) as undated,
    count(*) filter (where bill_no is not null and amount is null and amount_text is null) as unpriced,
    count(*) filter (where bill_no is not null and marks = $blank_marks) as unmarked,
    count(*) filter (where bill_no is not null and customer_key is null) as nameless,
    count(bill_no) as numbered,
    approx_count_distinct(bill_no) as numbers
from lines
where not is_blank
