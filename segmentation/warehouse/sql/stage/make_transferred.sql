-- One row per line of a bill file whose money is that of another bill too: it says that it was transferred, and names the bill by
-- number and amount; or it is of a bill that such a line of the store names
-- $quoted are the bills of other sheets, as F0002=101.00
create or replace temp table transferred as
with

said as (
    select
        row_no,
        bill_no,
        amount,
        day,
        concat_ws(' ', product, category, payment_method, kept) as said
    from lines
    where bill_no is not null and amount > 0 and not is_blank and not is_total
        and regexp_matches(concat_ws(' ', product, category, payment_method, kept), $words)
),

named as (
    select
        row_no,
        bill_no,
        cast(amount as decimal(18, 2)) as amount,
        day,
        upper(unnest(regexp_extract_all(said, '[A-Za-z0-9][A-Za-z0-9/_-]*'))) as number
    from said
),

of_others as (
    select
        row_no,
        number
    from named
    where number <> upper(bill_no) and (
        list_contains($quoted, number || '=' || amount)
        or exists (
            select 1
            from bills
            where bills.store_id = $store and bills.replaced_by is null and upper(bills.bill_no) = number and bills.amount = named.amount
                and (named.day is null or abs(bills.bill_date - named.day) <= 2)
        )
    )
),

quotes as (
    select
        upper(unnest(regexp_extract_all(bill_lines.product, '[A-Za-z0-9][A-Za-z0-9/_-]*'))) as number,
        upper(bills.bill_no) as of_bill,
        bills.bill_date,
        bill_lines.amount
    from bill_lines
    inner join bills on bill_lines.batch_id = bills.batch_id and bill_lines.bill_line_no = bills.line_no
    where bill_lines.store_id = $store and bills.store_id = $store and bills.replaced_by is null and bills.bill_no is not null
        and regexp_matches(bill_lines.product, $words)
),

own as (
    select
        bill_no,
        min(day) as day,
        cast(sum(amount) as decimal(18, 2)) as amount
    from lines
    where bill_no is not null and not is_blank and not is_total and upper(bill_no) in (select number from quotes)
    group by bill_no
),

of_store as (
    select distinct own.bill_no
    from own
    inner join quotes on upper(own.bill_no) = quotes.number and own.amount = quotes.amount and quotes.of_bill <> quotes.number
        and (own.day is null or abs(quotes.bill_date - own.day) <= 2)
)

select
    row_no,
    amount,
    bill_no as example
from lines
where bill_no in (select bill_no from of_store) and amount <> 0 and not is_blank and not is_total
union all
select
    lines.row_no,
    lines.amount,
    of_others.number as example
from lines
inner join (select row_no, min(number) as number from of_others group by row_no) as of_others on lines.row_no = of_others.row_no
where lines.bill_no not in (select bill_no from of_store)
