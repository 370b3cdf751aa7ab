-- One row per customer key, phone and name in the accepted lines
-- uses: stage/judged
create or replace temp table who as
select
    customer_key,
    phone,
    name,
    max(day) as seen_on,
    max_by(customer_code, day) as customer_code,
    max_by(module, day) as module,
    max_by(region, day) as region,
    max_by(manager, day) as manager
from judged
where verdict = 'ok' and customer_key is not null
group by customer_key, phone, name
