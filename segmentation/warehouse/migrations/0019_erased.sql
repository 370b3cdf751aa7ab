-- Who was erased on request, without saying who: keyed hashes of what tells him (the key is no part of the warehouse), by which later
-- files' bills of his land under his anonymous key; and the certificates of what was erased.

create table if not exists erased_marks (
    store_id integer not null,
    mark varchar not null,
    reach varchar not null, -- whole: a code, phone or e-mail wherever a row says it; key: only where it is the row's key; named: with a name
    anonymous_key varchar not null
);

-- who is somebody anonymous, and is neither called nor asked to be completed
create table if not exists erased_keys (
    store_id integer not null,
    customer_key varchar not null
);

create table if not exists erasures (
    store_id integer not null,
    erasure varchar not null, -- its number, said to whoever asked for it
    erased_at timestamp not null,
    certificate varchar not null, -- as JSON: without anything that was erased
    fingerprint varchar not null -- sha256 of the certificate's text
);
