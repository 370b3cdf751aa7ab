-- Who has which tier on the store's last day, by each scheme that is followed: to rank everybody anew costs today's list half as much
-- as a grading. What is kept says of which facts and under which version of the scheme it was found, and is read for no others.

create table if not exists last_grade_days (
    store_id integer not null,
    scheme varchar not null,
    day date not null,
    scheme_version varchar not null, -- a hash of the scheme's text and the settings that it was graded under
    facts_told varchar not null -- a sum over the facts of everybody, another where one of them is
);

-- one row per customer with a tier
create table if not exists last_grades (
    store_id integer not null,
    scheme varchar not null,
    customer_key varchar not null,
    tier_no integer not null
);
