-- After how many days a customer usually comes again, as it was found of the visits up to one of them: to look through the visits
-- of everybody costs more than a grading. What changes a customer's bills takes his rows out, and what follows an import finds
-- them anew; who has none is looked up in his visits.

create table if not exists kept_gaps (
    store_id integer not null,
    customer_key varchar not null,
    last_visit date not null, -- up to which visits are counted, itself included
    visits bigint not null, -- days visited
    usual_gap_days decimal(9, 1) -- the median of the days between them; null with one visit
);
