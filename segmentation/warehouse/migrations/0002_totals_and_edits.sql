-- A month's total that was uploaded or typed (total null: it was taken back), and what a person wrote into a profile.
-- Both are carried by batches, so an undo takes them out like anything else. In profile_rows an empty text means: cleared.

create table month_totals (
    store_id integer not null,
    batch_id integer not null,
    month date not null, -- its first day
    total decimal(18, 2)
);

-- an edit says something of a customer whom a file brought; it makes no customer by itself
alter table profile_rows add column edited boolean default false;
