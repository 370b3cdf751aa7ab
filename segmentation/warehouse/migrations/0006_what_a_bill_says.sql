-- What a till says of a bill beyond its money, the e-mail as a key of a customer, and value stored on cards.

alter table profile_rows add column email varchar;
alter table customers add column email varchar;

alter table bills add column bill_time time;
alter table bills add column room varchar;
alter table bills add column meal_period varchar;
alter table bills add column channel varchar;
alter table bills add column payment_method varchar;
alter table bills add column gross decimal(18, 2);
alter table bills add column discount decimal(18, 2);
alter table bills add column from_card boolean; -- paid from what the customer has stored

-- top-ups and what takes them back: no revenue
create table stored_value (
    store_id integer not null,
    batch_id integer not null,
    line_no bigint not null,
    replaced_by integer,
    bill_no varchar,
    bill_date date not null,
    customer_key varchar,
    amount decimal(18, 2) not null
);
