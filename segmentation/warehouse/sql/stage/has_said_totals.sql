-- One row per file: whether any line without a day may name a total
select exists (
    select 1
    from lines
    where day is null and is_total is not true and says_total(first_cell, date_text, bill_no, name, phone, $total_line)
)
