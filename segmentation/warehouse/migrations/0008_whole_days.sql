-- A file that brings days of a store anew as a whole takes out the older numbered bills of these days that it does not hold.

create table if not exists whole_days (
    batch_id integer not null,
    store_id integer not null,
    day date not null
);

-- the numbers that such a file holds on rows that were not understood: their older bills stay until the rows are mended
create table if not exists unread_bills (
    batch_id integer not null,
    store_id integer not null,
    bill_no varchar not null
);
