-- One row per statement of a file, a bill or a person about a customer, the newest first: his own key, every field, and where it is from
with known_said as (
    select
        coalesce(profile_rows.own_key, profile_rows.customer_key) as customer,
        profile_rows.code,
        profile_rows.name,
        profile_rows.phone,
        profile_rows.email,
        profile_rows.module,
        profile_rows.region,
        profile_rows.manager,
        profile_rows.birthday,
        profile_rows.potential,
        profile_rows.note,
        cast(batches.landed_at as date) as noted_on,
        batches.file_name as file_source,
        case when batches.kind = 'edit' then batches.report end as edit_report
    from profile_rows
    inner join batches on batches.batch_id = profile_rows.batch_id
    where profile_rows.store_id = $store and profile_rows.customer_key = $customer
    order by profile_rows.batch_id desc, customer
)

select * from known_said
