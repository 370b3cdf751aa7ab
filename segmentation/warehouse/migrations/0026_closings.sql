-- Months that were closed: what the month came to when it was, as bytes that are hashed, and what tells that it still does. A month
-- is closed while it has a row that was not reopened; a reopened one keeps its row, and is closed again by another.

create table if not exists closings (
    store_id integer not null,
    month date not null, -- its first day
    number integer not null, -- of the closings of this month, from 1
    closed_at timestamp not null,
    closed_by varchar not null,
    who_mark varchar not null, -- of its bills and whose they are, as of now: erasing or parting people changes it
    grades_mark varchar not null, -- of its kept grades, as of now
    total decimal(18, 2), -- what was said to be the revenue of the month; null: nothing was
    certificate blob not null, -- JSON, without anything of a customer
    sha256 varchar not null, -- of the certificate
    reopened_at timestamp,
    reopened_by varchar,
    reason varchar
);
