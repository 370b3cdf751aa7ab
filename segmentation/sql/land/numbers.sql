-- One row per file: its numbered bills, and about how many numbers they carry
select
    count(bill_no) as bills,
    approx_count_distinct(bill_no) as about_numbers
from staged_bills
