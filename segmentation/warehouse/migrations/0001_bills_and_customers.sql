-- State is a pure function of the batches that are not undone: bills, profile_rows and batch_days
-- are written once by a batch; customers, visits and days are derived from them.

create sequence store_ids;
create sequence batch_ids;

create table meta (name varchar primary key, value varchar not null);

create table stores (
    store_id integer primary key,
    name varchar not null unique
);

-- settings of a store (store_id 0: of the whole house), value as JSON
create table settings (
    store_id integer not null,
    name varchar not null,
    value varchar not null,
    primary key (store_id, name)
);

-- what a person confirmed for files with these headers
create table remembered (
    store_id integer not null,
    kind varchar not null,
    signature varchar not null,
    choices varchar not null,
    primary key (store_id, kind, signature)
);

create table batches (
    batch_id integer primary key,
    store_id integer not null,
    kind varchar not null,
    file_name varchar not null,
    sha256 varchar not null,
    sheet varchar,
    landed_at timestamp not null,
    undone_at timestamp,
    mends integer,           -- the batch whose rejected rows this file brings back
    numbers_restart boolean, -- bill numbers are known again only together with their day
    report varchar not null  -- the import report as JSON
);

-- the days whose bills a batch without bill numbers replaced
create table batch_days (
    batch_id integer not null,
    store_id integer not null,
    day date not null,
    unnumbered_only boolean not null
);

create table bills (
    store_id integer not null,
    batch_id integer not null,
    line_no bigint not null, -- first line of the bill in its file
    replaced_by integer,     -- the batch that brought a newer version
    bill_no varchar using compression zstd, -- as small and as quick to read as what the engine picks, in a third of its time
    bill_date date not null,
    customer_key varchar,
    amount decimal(18, 2) not null,
    tables integer not null,
    covers integer,
    cost decimal(18, 2),
    manager varchar
);

create table bill_lines (
    store_id integer not null,
    batch_id integer not null,
    bill_line_no bigint not null,
    product varchar,
    category varchar,
    quantity decimal(18, 4),
    amount decimal(18, 2) not null
);

create table profile_rows (
    store_id integer not null,
    batch_id integer not null,
    customer_key varchar not null,
    explicit boolean not null, -- from a profile file or a person, not in passing from a bill
    seen_on date,
    code varchar,
    phone varchar,
    name varchar,
    module varchar,
    region varchar,
    manager varchar,
    birthday varchar,
    potential varchar,
    note varchar
);

create table rejects (
    batch_id integer not null,
    line_no bigint not null,
    column_name varchar,
    value varchar,
    reason varchar not null,
    cells varchar[] not null
);

create table customers (
    store_id integer not null,
    customer_key varchar not null,
    code varchar,
    phone varchar,
    name varchar,
    module varchar,
    region varchar,
    manager varchar,
    birthday varchar,
    potential varchar,
    note varchar,
    has_profile boolean not null,
    is_walk_in boolean not null
);

create table visits (
    store_id integer not null,
    customer_key varchar not null,
    visit_date date not null,
    bills integer not null,
    amount decimal(18, 2) not null,
    tables integer not null,
    covers integer,
    cost decimal(18, 2)
);

create table days (
    store_id integer not null,
    day date not null,
    bills integer not null,
    amount decimal(18, 2) not null,
    tables integer not null,
    covers integer,
    cost decimal(18, 2),
    walk_in_bills integer not null,
    walk_in_amount decimal(18, 2) not null
);
