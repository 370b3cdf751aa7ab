-- One row per account, session, failing name or address, sign-in and export; moments are seconds since 1970 (UTC)
create table if not exists meta (name text primary key, value text not null) strict;
create table if not exists accounts (
    name text primary key,
    role text not null,
    stores text, -- a JSON list of ids; null: all
    manager text,
    sees_names integer not null,
    sees_phones integer not null,
    password text, -- argon2id; null: only by a provider
    subject text unique,
    email text unique,
    disabled integer not null default 0,
    made_at real not null
) strict;
create table if not exists sessions (
    token text primary key, -- SHA-256 of what the browser holds
    account text not null references accounts (name) on delete cascade on update cascade,
    made_at real not null,
    seen_at real not null,
    address text not null
) strict;
create table if not exists tries (
    who text primary key, -- 'account …' or 'address …'
    wrong integer not null,
    locks integer not null,
    last_at real not null,
    locked_until real not null
) strict;
create table if not exists sign_ins (
    at real not null, account text not null, address text not null, what text not null
) strict;
create table if not exists exports (
    at real not null, account text not null, role text not null, what text not null, stores text not null,
    rows integer not null, bytes integer not null
) strict;
create index if not exists exports_of on exports (account, at);
