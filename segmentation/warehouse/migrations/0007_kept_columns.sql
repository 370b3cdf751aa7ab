-- What a file says of its bills beside what has a column of its own. The cells of a line are one text, which compresses best;
-- their headers stand once a batch. facts/bill_fields puts both together.

create table if not exists bill_headers (
    store_id integer not null,
    batch_id integer not null,
    headers varchar[] not null
);

create table if not exists bill_cells (
    store_id integer not null,
    batch_id integer not null,
    line_no bigint not null,
    headers_of integer not null, -- the batch whose headers name the cells
    bill_no varchar,             -- with day and customer: the bill, in a file with several lines a bill; else line_no is the bill's
    bill_date date,
    customer_key varchar,
    cells varchar not null       -- parted by the unit separator
);
