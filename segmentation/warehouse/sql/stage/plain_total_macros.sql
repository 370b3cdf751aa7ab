-- One row per macro: the same telling for a file of which no line without a day names a total; its patterns are not even read
create or replace temp macro says_total(first_cell, date_text, bill_no, name, phone, total_line) as false
