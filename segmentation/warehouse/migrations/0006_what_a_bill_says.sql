-- What a till says of a bill beyond its money, the e-mail as a key of a customer, and value stored on cards.

alter table profile_rows add column if not exists email varchar;
alter table customers add column if not exists email varchar;

alter table bills add column if not exists bill_time time;
alter table bills add column if not exists room varchar;
alter table bills add column if not exists meal_period varchar;
alter table bills add column if not exists channel varchar;
alter table bills add column if not exists payment_method varchar;
alter table bills add column if not exists gross decimal(18, 2);
alter table bills add column if not exists discount decimal(18, 2);
alter table bills add column if not exists from_card boolean; -- paid from what the customer has stored

-- top-ups and what takes them back: no revenue
create table if not exists stored_value (
    store_id integer not null,
    batch_id integer not null,
    line_no bigint not null,
    replaced_by integer,
    bill_no varchar,
    bill_date date not null,
    customer_key varchar,
    amount decimal(18, 2) not null
);
