-- What a file says a manager is to reach in a month, and the house's target: carried by batches, so an undo takes it out. It is a
-- draft of the plan until a person sets it; a plan or target kept in the app later than the file overrules it.

create table if not exists target_rows (
    store_id integer not null,
    batch_id integer not null,
    line_no bigint not null,
    month date not null, -- its first day
    manager varchar, -- null: the customers of nobody
    tier varchar not null,
    customers bigint not null,
    frequency double not null, -- tables a customer and month
    standard decimal(18, 2) not null,
    house_target decimal(18, 2) -- null: not said
);
