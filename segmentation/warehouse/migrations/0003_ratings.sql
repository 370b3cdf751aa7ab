-- How customers were rated, criterion by criterion (score null: a person took the rating back), and how often the manager
-- contacts a customer. Both are carried by batches, so an undo takes them out like anything else.

create table ratings (
    store_id integer not null,
    batch_id integer not null,
    customer_key varchar not null,
    criterion varchar not null, -- as the file or the person wrote it
    score decimal(9, 4),
    rated_on date not null
);

alter table profile_rows add column contacts varchar;
alter table customers add column contacts varchar;

-- until now a potential was kept as it was written
update profile_rows set potential = upper(potential) where potential in ('a', 'b', 'c');
update customers set potential = upper(potential) where potential in ('a', 'b', 'c');
