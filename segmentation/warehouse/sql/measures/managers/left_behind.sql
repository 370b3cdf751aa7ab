-- One row per customer whom the latest bill up to a manager's last day names his, and who is somebody else's now
-- Reads known_managers (name, manager: a name and whom it means) and customer_managers. So are those told whom nobody handed over by hand:
-- a file of profiles that came later knows the new manager alone.
with named as (
    select customer_key, max_by(manager, (bill_date, batch_id, line_no)) as name
    from bills
    where store_id = $store and replaced_by is null and manager is not null and bill_date <= $until_day
    group by customer_key
),

left_behind as (
    select
        named.customer_key,
        cast($until_day as date) as handed_on,
        $manager as manager_before,
        customer_managers.manager
    from named
    inner join customer_managers on customer_managers.customer_key = named.customer_key
    left join known_managers on known_managers.name = named.name
    where coalesce(known_managers.manager, named.name) = $manager and customer_managers.manager <> $manager
)

select * from left_behind
