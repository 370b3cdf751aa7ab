-- One row per customer key in the accepted lines of a bill file; the latest day that fills a field counts
insert into profile_rows by name
select
    $store as store_id,
    $batch as batch_id,
    customer_key,
    false as explicit,
    max(seen_on) as seen_on,
    max_by(customer_code, seen_on) as code,
    -- a whole number is worth more than a masked one, and between two on one day the larger text wins: the same every time
    max_by(phone, (not contains(phone, '*'), seen_on, phone)) as phone,
    max_by(email, (seen_on, email)) as email,
    max_by(name, (seen_on, name)) as name,
    max_by(module, (seen_on, module)) as module,
    max_by(region, (seen_on, region)) as region,
    max_by(manager, (seen_on, manager)) as manager
from who
group by customer_key
