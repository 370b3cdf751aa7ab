-- What a house sets out to reach in a month: its own target, and the plan per manager and grade. Nothing is written over: the
-- newest version counts, those before it are the history.

create table if not exists plans (
    store_id integer not null,
    month date not null, -- its first day
    version integer not null, -- counted from 1 within a store's month
    state varchar not null, -- draft, set
    saved_at timestamp not null,
    primary key (store_id, month, version)
);

create table if not exists plan_rows (
    store_id integer not null,
    month date not null,
    version integer not null,
    manager varchar, -- null: the customers of nobody
    tier varchar not null,
    customers bigint not null,
    frequency double not null, -- tables a customer and month
    bookings double not null, -- tables
    standard decimal(18, 2) not null,
    revenue decimal(18, 2) not null
);

create table if not exists house_targets (
    store_id integer not null,
    month date not null,
    version integer not null,
    amount decimal(18, 2), -- null: taken back
    saved_at timestamp not null,
    primary key (store_id, month, version)
);
