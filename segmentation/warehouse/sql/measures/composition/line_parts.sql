-- One row per bill and product ($by: or category) on its lines, after $begins_after up to $last_day, and one of what no line says
-- What no line says is a bill without lines, or by how much it differs from them (a discount of the whole bill, cents); it has a
-- cost where that of the bill and of all its lines is known. customer_key is null of walk-ins; is_walk_in is of other compositions.
with owned as (
    select
        bills.batch_id,
        bills.line_no,
        case when customers.is_walk_in then null else customers.customer_key end as customer_key,
        bills.bill_date,
        bills.covers,
        bills.amount,
        bills.cost
    from bills
    left join customers on customers.store_id = bills.store_id and customers.customer_key = bills.customer_key
    where bills.store_id = $store
        and bills.replaced_by is null
        and bills.bill_date > $begins_after
        and bills.bill_date <= $last_day
),

told as (
    select
        bill_lines.batch_id,
        bill_lines.bill_line_no as line_no,
        nullif(trim(case when $by = 'category' then bill_lines.category else bill_lines.product end), '') as part,
        sum(bill_lines.amount) as amount,
        sum(bill_lines.cost) as known_cost,
        count(bill_lines.cost) = count(*) as is_costed
    from bill_lines
    inner join owned on owned.batch_id = bill_lines.batch_id and owned.line_no = bill_lines.bill_line_no
    where bill_lines.store_id = $store
    group by bill_lines.batch_id, bill_lines.bill_line_no, part
),

on_lines as (
    select
        told.part,
        owned.batch_id,
        owned.line_no,
        owned.customer_key,
        owned.bill_date,
        owned.amount as bill_amount,
        owned.covers,
        told.amount,
        case when told.is_costed then told.known_cost end as cost
    from told
    inner join owned on owned.batch_id = told.batch_id and owned.line_no = told.line_no
    where told.part is not null
),

said as (
    select batch_id, line_no, sum(amount) as amount, sum(cost) as cost, count(cost) = count(*) as is_costed
    from on_lines
    group by batch_id, line_no
),

unsaid as (
    select
        owned.customer_key,
        owned.bill_date,
        owned.amount as bill_amount,
        owned.covers,
        owned.amount - coalesce(said.amount, 0) as amount,
        case when coalesce(said.is_costed, true) then owned.cost - coalesce(said.cost, 0) end as cost
    from owned
    left join said on said.batch_id = owned.batch_id and said.line_no = owned.line_no
    where said.line_no is null or owned.amount <> said.amount
),

line_parts as (
    select
        part,
        false as is_walk_in,
        customer_key,
        bill_date,
        bill_amount >= 0 and amount >= 0 as is_visit,
        covers,
        amount,
        cost
    from on_lines
    union all
    select
        null as part,
        false as is_walk_in,
        customer_key,
        bill_date,
        bill_amount >= 0 and amount >= 0 as is_visit,
        covers,
        amount,
        cost
    from unsaid
)

select * from line_parts
