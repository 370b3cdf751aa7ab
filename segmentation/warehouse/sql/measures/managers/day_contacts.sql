-- One row per customer contacted on the day: what came of it last, and whether its batch brought nothing else
with told as (
    select
        contacts.customer_key as customer,
        contacts.batch_id as batch,
        contacts.manager as contacted_by,
        contacts.channel as contact_channel,
        contacts.outcome,
        contacts.note,
        contacts.next_day,
        row_number() over (partition by contacts.customer_key order by contacts.batch_id desc, contacts.line_no desc) as place
    from contacts
    where contacts.store_id = $store and contacts.contact_day = $on
),

sizes as (
    select contacts.batch_id, count(*) as contacts
    from contacts
    inner join (select distinct batch from told) as batches on batches.batch = contacts.batch_id
    where contacts.store_id = $store
    group by contacts.batch_id
),

day_contacts as (
    select
        told.customer,
        customers.name,
        customers.phone,
        coalesce(holders.manager, told.contacted_by) as manager,
        told.batch,
        told.contact_channel,
        told.outcome,
        told.note,
        told.next_day,
        sizes.contacts = 1 as is_alone
    from told
    inner join customers on customers.store_id = $store and customers.customer_key = told.customer
    inner join sizes on sizes.batch_id = told.batch
    left join holders on holders.customer_key = told.customer
    where told.place = 1
    order by told.batch desc, told.customer
)

select * from day_contacts
