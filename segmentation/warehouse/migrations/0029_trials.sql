-- Action lists of which a part was left alone by lot, to see whether calls help. A row is never deleted: a trial that was taken back
-- keeps its rows and counts no more. Customers stand under the keys that they had when they were drawn.

create table if not exists trials (
    store_id integer not null,
    trial_id integer not null, -- counted from 1 within a store, never given twice
    kind varchar not null, -- of the list: warned, lost, group …
    occasion varchar, -- which one of several lists of a kind, such as a festival; null: there is one
    group_id integer, -- of a saved group
    manager varchar, -- whose customers alone; null: those of all
    first_day date not null, -- whose visits count, to last_day
    last_day date not null,
    share integer not null, -- left alone, in per cent, as it was set
    seed bigint not null,
    saved_at timestamp not null,
    saved_by varchar not null, -- '': not said
    ended_on date, -- from this day on nobody is left alone any more; null: to last_day
    taken_back_at timestamp -- null: it counts
);

create table if not exists trial_customers (
    store_id integer not null,
    trial_id integer not null,
    customer_key varchar not null,
    manager varchar, -- who looked after him then
    reason_code varchar, -- why he was on the list: silent, fewer_visits, less_spend; null: not said
    stake decimal(18, 2) not null, -- what he brought in the window then
    is_left_alone boolean not null
);
