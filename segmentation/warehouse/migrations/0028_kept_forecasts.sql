-- Who was foretold to fall asleep by the end of the month after, as it was known at a month's end: later it is held against what came.

create table if not exists kept_forecasts (
    store_id integer not null,
    month_end date not null,
    until date not null,
    active_days integer not null,
    method varchar not null, -- model, or curve where the bills gave no model
    facts_mark varchar not null -- of the visits up to the month's end, another where one of them is
);

-- one row per active customer who could fall asleep by then
create table if not exists kept_chances (
    store_id integer not null,
    month_end date not null,
    customer_key varchar not null,
    chance double not null
);
