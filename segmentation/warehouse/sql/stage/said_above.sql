-- One row per line that could not be understood, with what it takes from the line above or from its bill, as the file would write it
-- uses: stage/judged
select
    line_no,
    coalesce(date_text, cast(day_read as varchar)) as date,
    bill_no,
    customer_code,
    phone,
    email,
    name
from judged
where (day_read is null or amount_read is null or damage <> '') and verdict like 'reject:%'
