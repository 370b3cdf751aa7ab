-- Passports of houses that were read: what each house says of itself by month, and the key by which its files are known. No table here
-- has a store: the houses are other people's. The keys stay when a house is taken out of the collection.

create table if not exists passport_keys (
    house varchar not null,
    public_key blob not null,
    remembered_on date not null
);

create table if not exists passports (
    house varchar not null,
    made_on date not null,
    as_of date not null,
    active_days integer not null,
    window_days varchar not null, -- as the setting: 60 … 365, all
    with_money boolean not null,
    read_on date not null
);

create table if not exists passport_months (
    house varchar not null,
    month date not null, -- its first day
    ratio varchar not null,
    value decimal(14, 4), -- null: left out
    left_out varchar -- why; null: it has a value
);
