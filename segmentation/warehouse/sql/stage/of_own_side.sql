-- One row per line of a payment firm's file; one that has the house's own address on both sides has the customer of the same bill
-- number, else the one who alone has its name. Such a line names nobody but by name: a refund, as a rule.
with

known as (
    select bill_no, name, customer_key, email
    from lines
    where email is not null and customer_key is not null
),

numbered as (
    select bill_no, min(customer_key) as customer_key, min(email) as email
    from known
    where bill_no is not null
    group by bill_no
    having count(distinct customer_key) = 1
),

named as (
    select name, min(customer_key) as customer_key, min(email) as email
    from known
    where name is not null
    group by name
    having count(distinct customer_key) = 1
)

select
    lines.* replace (
        coalesce(numbered.customer_key, named.customer_key, lines.customer_key) as customer_key,
        coalesce(lines.email, numbered.email, named.email) as email
    )
from lines
left join numbered on lines.bill_no = numbered.bill_no and lines.email is null and lines.customer_code is null and lines.phone is null
left join named on lines.name = named.name and lines.email is null and lines.customer_code is null and lines.phone is null
