-- What customers paid of what they owe, what the products in stock are worth, what of a bill went on account, and the target of
-- gross profit of a month. Payments and stock are carried by batches, so an undo takes them out.

create table if not exists payments (
    store_id integer not null,
    batch_id integer not null,
    line_no bigint not null,
    paid_on date not null,
    customer_key varchar not null,
    own_key varchar, -- the key that the file gave it (null: the same)
    amount decimal(18, 2) not null, -- below zero: given back
    method varchar,
    due_on date -- the day by which what is paid was to be paid; null: not said
);

create table if not exists stock (
    store_id integer not null,
    batch_id integer not null,
    line_no bigint not null,
    product varchar not null,
    month date not null, -- its first day
    amount decimal(18, 2) not null -- at cost
);

alter table target_rows add column if not exists house_profit decimal(18, 2); -- gross profit of the month; null: not said

alter table bills add column if not exists owed decimal(18, 2); -- what of the amount went on account; null: nothing is said to have

update bills
set owed = amount
where regexp_matches(payment_method, '(?i)(^|[^未非不否])(挂账|挂帐|签单|签账|签帐|记账|赊账|赊欠|on ?account|city ledger|house account)')
    and not regexp_matches(payment_method, '(?i)现金|微信|支付宝|银行卡|信用卡|刷卡|云闪付|cash|card|wechat|alipay|储值|余额');

update bills
set owed = bills.amount
from (
    select distinct batch_id, line_no
    from bill_cells
    where bill_no is null and regexp_matches(cells, '(^|\x1f) *(已?(挂账|挂帐|签单|签账|记账)) *(\x1f|$)')
) as said
where bills.batch_id = said.batch_id and bills.line_no = said.line_no and bills.owed is null;

update bills
set owed = bills.amount
from (
    select distinct batch_id, bill_no, bill_date, customer_key
    from bill_cells
    where bill_no is not null and regexp_matches(cells, '(^|\x1f) *(已?(挂账|挂帐|签单|签账|记账)) *(\x1f|$)')
) as said
where bills.batch_id = said.batch_id and bills.bill_no = said.bill_no and bills.bill_date = said.bill_date
    and coalesce(bills.own_key, bills.customer_key) is not distinct from said.customer_key and bills.owed is null;
