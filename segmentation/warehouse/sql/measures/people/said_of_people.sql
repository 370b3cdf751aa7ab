-- One row per live statement of who is who in a store: merged, refused or parted; the newest first
-- other is the key that went, or of a parted one the key under which he goes on; person is whom both belong to now (null: to nobody of
-- one key). other_name is what files say of the other key, visits and money what stands under it alone.
with said as (
    select
        person_rows.batch_id,
        person_rows.rule,
        person_rows.customer_key,
        case when person_rows.rule = 'parted' then person_rows.new_key else person_rows.other end as other,
        case when person_rows.rule = 'parted' then person_rows.other end as parted_name,
        cast(batches.landed_at as date) as said_on
    from person_rows
    inner join batches on batches.batch_id = person_rows.batch_id
    where person_rows.store_id = $store and person_rows.rule <> 'rejoined'
),

names as (
    select coalesce(own_key, customer_key) as own_key, max_by(name, batch_id) as name
    from profile_rows
    where store_id = $store
        and coalesce(own_key, customer_key) in (select customer_key from said union all select other from said)
        and name <> ''
    group by coalesce(own_key, customer_key)
),

-- bills of whoever was parted have the key that they came with, and count for whom his stands now
parted_now as (
    select distinct said.customer_key, said.other, coalesce(same_people.customer_key, said.other) as key_now
    from said
    left join same_people on same_people.store_id = $store and same_people.own_key = said.other
    where said.rule = 'parted'
),

own_bills as (
    select coalesce(own_key, customer_key) as own_key, bill_date, amount
    from bills
    where store_id = $store and replaced_by is null and coalesce(own_key, customer_key) in (select other from said)
    union all
    select parted_now.other as own_key, bills.bill_date, bills.amount
    from bills
    inner join parted_now on parted_now.customer_key = bills.own_key and parted_now.key_now = bills.customer_key
    where bills.store_id = $store and bills.replaced_by is null
),

own_days as (
    select
        own_key,
        bill_date,
        max(case when amount >= 0 then 1 else 0 end) as visits,
        sum(amount) as amount
    from own_bills
    group by own_key, bill_date
),

own as (
    select
        own_key,
        sum(visits) as visits,
        cast(sum(amount) as decimal(18, 2)) as total_spend,
        min(bill_date) as first_bill,
        max(bill_date) as last_bill
    from own_days
    group by own_key
),

said_of_people as (
    select
        said.batch_id as batch,
        said.rule,
        said.customer_key as customer,
        coalesce(customers.name, ones.name) as name,
        said.other,
        coalesce(said.parted_name, others.name) as other_name,
        said.said_on,
        coalesce(same_people.customer_key, said.customer_key) as person,
        cast(coalesce(own.visits, 0) as bigint) as visits,
        coalesce(own.total_spend, cast(0 as decimal(18, 2))) as total_spend
    from said
    left join same_people on same_people.store_id = $store and same_people.own_key = said.customer_key
    left join customers on customers.store_id = $store and customers.customer_key = said.customer_key
    left join names as ones on ones.own_key = said.customer_key
    left join names as others on others.own_key = said.other
    left join own on own.own_key = said.other
    order by said.batch_id desc, said.customer_key, said.other
)

select * from said_of_people
