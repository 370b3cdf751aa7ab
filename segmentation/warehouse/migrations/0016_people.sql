-- One person may stand under several keys. What a person said of that is carried by batches, so an undo takes it out; same_people is
-- what the live rows come to. Rows that came under another key than the one that survives keep theirs as own_key (null: the same).

create table if not exists person_rows (
    store_id integer not null,
    batch_id integer not null,
    rule varchar not null,         -- merged, refused (no one person: not to be proposed), parted (two people under one key)
    customer_key varchar not null, -- merged: the key that survives; parted: the key under which both stand
    other varchar not null,        -- merged, refused: the other key; parted: the name of whoever goes
    new_key varchar                -- parted: the key under which he goes on
);

-- one row per key that is gone into another: the one that survives, over all steps
create table if not exists same_people (
    store_id integer not null,
    own_key varchar not null,
    customer_key varchar not null
);

-- the names on the bills of a key that carries several in a file; those of all others stand in profile_rows
create table if not exists bill_names (
    store_id integer not null,
    batch_id integer not null,
    line_no bigint not null,
    name varchar not null
);

alter table bills add column if not exists own_key varchar;
alter table stored_value add column if not exists own_key varchar;
alter table profile_rows add column if not exists own_key varchar;
alter table profile_rows add column if not exists parted boolean; -- made of a rule, of what a file says of several people under one key
alter table ratings add column if not exists own_key varchar;
alter table care_notes add column if not exists own_key varchar;
alter table contacts add column if not exists own_key varchar;
