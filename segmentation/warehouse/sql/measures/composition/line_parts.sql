-- One row per line of a bill with a product ($by: or category), after $begins_after up to $last_day, and one of what no line says
-- What no line says is a bill without lines, or by how much it differs from them (a discount of the whole bill, cents); it has a
-- cost where that of the bill and of all its lines is known. A line without an amount of its own says nothing. A product of which more was taken back on a bill than sold is no
-- visit. Covers are the bill's, of no line alone. customer_key and customer_no (a number for him in this reading) are null of
-- walk-ins; is_walk_in is of other compositions. Reads members (customer_key): with $of_group only their bills.
with owned as (
    select
        bills.batch_id,
        bills.line_no,
        case when customers.is_walk_in then null else customers.customer_key end as customer_key,
        case when customers.is_walk_in then null else customers.rowid end as customer_no,
        bills.bill_date,
        bills.covers,
        bills.amount,
        bills.cost
    from bills
    left join customers on customers.store_id = bills.store_id and customers.customer_key = bills.customer_key
    where bills.store_id = $store
        and bills.replaced_by is null
        and (not $of_group or bills.customer_key in (select customer_key from members))
        and bills.bill_date > $begins_after
        and bills.bill_date <= $last_day
),

said as not materialized (
    select
        batch_id,
        bill_line_no as line_no,
        nullif(trim(case when $by = 'category' then category else product end), '') as part,
        amount,
        cost
    from bill_lines
    where store_id = $store and amount is not null and trim(case when $by = 'category' then category else product end) <> ''
),

taken_back as (
    select batch_id, line_no, part
    from said
    where (batch_id, line_no) in (
        select (batch_id, bill_line_no) from bill_lines where store_id = $store and amount < 0
    )
    group by batch_id, line_no, part
    having sum(amount) < 0
),

summed as (
    select said.batch_id, said.line_no, sum(said.amount) as amount, sum(said.cost) as cost, count(said.cost) = count(*) as is_costed
    from said
    inner join owned on owned.batch_id = said.batch_id and owned.line_no = said.line_no
    group by said.batch_id, said.line_no
),

line_parts as (
    select
        said.part,
        false as is_walk_in,
        owned.customer_key,
        owned.customer_no,
        owned.batch_id,
        owned.line_no,
        owned.bill_date,
        owned.amount >= 0 and taken_back.line_no is null as is_visit,
        cast(null as integer) as covers,
        owned.covers as bill_covers,
        said.amount,
        said.cost
    from said
    inner join owned on owned.batch_id = said.batch_id and owned.line_no = said.line_no
    left join taken_back
        on taken_back.batch_id = said.batch_id and taken_back.line_no = said.line_no and taken_back.part = said.part
    union all
    select
        null as part,
        false as is_walk_in,
        owned.customer_key,
        owned.customer_no,
        owned.batch_id,
        owned.line_no,
        owned.bill_date,
        owned.amount >= 0 and owned.amount >= coalesce(summed.amount, 0) as is_visit,
        cast(null as integer) as covers,
        owned.covers as bill_covers,
        owned.amount - coalesce(summed.amount, 0) as amount,
        case when coalesce(summed.is_costed, true) then owned.cost - coalesce(summed.cost, 0) end as cost
    from owned
    left join summed on summed.batch_id = owned.batch_id and summed.line_no = owned.line_no
    where summed.line_no is null or owned.amount <> summed.amount
)

select * from line_parts
