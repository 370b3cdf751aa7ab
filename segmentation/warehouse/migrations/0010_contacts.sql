-- Whom a manager visited, called or wrote to, and what came of it: carried by batches, tapped or uploaded, so an undo takes it out.

create table if not exists contacts (
    store_id integer not null,
    batch_id integer not null,
    line_no bigint not null, -- in its file; of two contacts of a day in one file the later line is the later contact
    contact_day date not null,
    customer_key varchar not null,
    manager varchar,
    channel varchar, -- visit, call, message; null: not told
    outcome varchar not null, -- coming, came, reached, not_reached, not_now, do_not_call
    note varchar,
    next_day date
);
