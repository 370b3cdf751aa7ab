-- What the bills of each customer had come to by the end of a day, of the days that plans and lists are made of: to look through the
-- bills of everybody costs more than a grading. It holds until a bill of that day or an earlier one changes, which takes it out.

create table if not exists kept_end_days (
    store_id integer not null,
    day date not null
);

-- one row per customer with a bill up to the day, who is no walk-in
create table if not exists kept_ends (
    store_id integer not null,
    day date not null,
    customer_key varchar not null,
    named varchar, -- the manager whom the latest bill names that names one
    first_visit date,
    last_visit date,
    visits bigint not null, -- days with a bill that is not below zero, and these bills: of all days so far, as the others are
    bills bigint not null,
    tables bigint not null,
    revenue decimal(18, 2) not null
);

-- one row per name of a manager in bills up to the day
create table if not exists kept_end_names (
    store_id integer not null,
    day date not null,
    name varchar not null,
    first_bill date not null,
    last_bill date not null
);

-- By how much a version of a plan grows, as it was typed: customers are whole, so what the rows show is another growth.
create table if not exists plan_growths (
    store_id integer not null,
    month date not null,
    version integer not null,
    manager varchar, -- null: the customers of nobody; *: of all managers
    tier varchar not null,
    customers varchar not null, -- exact fractions, as 1/20 for 5 %
    frequency varchar not null,
    standard varchar not null,
    woken bigint -- how many of those asleep are to be woken, in place of a growth
);
