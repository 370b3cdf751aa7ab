-- Saved groups of customers: a filter with a name. Who is in one on a day is worked out from the bills, so nothing of that is kept. A
-- group of a list has its customers row by row, under the keys that they had when it was saved.

create table if not exists saved_groups (
    store_id integer not null,
    group_id integer not null, -- counted from 1 within a store, never given twice
    title varchar not null,
    scheme varchar not null, -- by which it is graded
    tier varchar[], -- null: of any; in a list of wanted values '' stands for none
    module varchar[],
    manager varchar[],
    region varchar[],
    recency_from integer,
    recency_to integer,
    searched varchar, -- found in key, name or phone
    is_listed boolean not null, -- only who stands in group_customers can be in it
    saved_at timestamp not null,
    saved_by varchar not null, -- '': not said
    deleted_at timestamp -- null: it is there
);

create table if not exists group_customers (
    store_id integer not null,
    group_id integer not null,
    customer_key varchar not null
);
