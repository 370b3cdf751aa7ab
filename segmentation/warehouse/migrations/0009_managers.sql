-- What an owner has said of his account managers, field by field: null says nothing of a field, an empty text takes it back.
-- Carried by batches, so an undo takes it out like anything else; the register is what the live batches say last.

create table if not exists manager_rows (
    store_id integer not null,
    batch_id integer not null,
    name varchar not null,
    rank varchar,      -- 1 (owner or general manager) to 5 (staff)
    capacity varchar,  -- how many customers he can look after
    phone varchar,
    from_day varchar,  -- his first and his last day in office, as ISO text
    until_day varchar,
    same_as varchar    -- the name of the manager that this name means too
);

-- the day from which on what an edit says counts; null: the day on which it was written
alter table profile_rows add column if not exists said_on date;
