-- What a line of a bill cost, so that the margin of a product can be told. Of older lines only that of a bill's single line is known.

alter table bill_lines add column if not exists cost decimal(18, 2);

update bill_lines
set cost = bills.cost
from bills, (select batch_id, bill_line_no from bill_lines group by batch_id, bill_line_no having count(*) = 1) as single
where bill_lines.batch_id = single.batch_id
    and bill_lines.bill_line_no = single.bill_line_no
    and bills.store_id = bill_lines.store_id
    and bills.batch_id = bill_lines.batch_id
    and bills.line_no = bill_lines.bill_line_no
    and bills.cost is not null;
