-- What was done to win customers back: carried by batches, so an undo takes it out like anything else.

create table care_notes (
    store_id integer not null,
    batch_id integer not null,
    customer_key varchar not null,
    state varchar not null, -- contacted, won_back, given_up
    noted_on date not null,
    note varchar,
    author varchar
);

-- The tiers of a complete month as they were found when it was kept. They are no function of the live batches: a changed
-- setting or a late bill leaves them as they are. facts_mark tells whether the visits up to the month's end are still the same.

create table snapshots (
    store_id integer not null,
    month_end date not null,
    scheme varchar not null,
    scheme_version varchar not null, -- a hash of the scheme's text and the settings that it was graded under
    facts_mark varchar not null
);

create table snapshot_tiers (
    store_id integer not null,
    month_end date not null,
    scheme varchar not null,
    scheme_version varchar not null,
    customer_key varchar not null,
    tier varchar not null,
    contribution decimal(18, 2) not null -- in the window up to the month's end
);
