-- One row per name that the live bills of a customer's own key carry: on how many of them; the most first
with own as (
    select batch_id, line_no
    from bills
    where store_id = $store
        and replaced_by is null
        and customer_key = $customer
        and own_key is null
),

own_names as (
    select own.batch_id, bill_names.name
    from own
    inner join bill_names
        on bill_names.store_id = $store and bill_names.batch_id = own.batch_id and bill_names.line_no = own.line_no
),

said as (
    select batch_id, max(name) as name
    from profile_rows
    where store_id = $store
        and customer_key = $customer
        and own_key is null
        and not explicit
        and not coalesce(parted, false)
        and name <> ''
    group by batch_id
),

named as (
    select name from own_names
    union all
    select said.name
    from own
    inner join said on said.batch_id = own.batch_id
    where own.batch_id not in (select batch_id from own_names)
),

names_on_bills as (
    select name, count(*) as bills
    from named
    group by name
    order by bills desc, name
)

select * from names_on_bills
