-- One row per customer key, phone and name in the accepted lines
-- uses: stage/judged
create or replace temp table who as
with

spelled as (
    select
        customer_key,
        phone,
        name,
        email,
        customer_code,
        module,
        region,
        manager,
        max(day) as seen_on,
        count(*) as lines
    from judged
    where verdict = 'ok' and customer_key is not null
    group by customer_key, phone, name, email, customer_code, module, region, manager
),

cleaned as (
    select
        customer_key,
        clean_phone(phone) as phone,
        name,
        seen_on,
        lines,
        email,
        customer_code,
        clean_text(module) as module,
        clean_text(region) as region,
        clean_text(manager) as manager
    from spelled
)

select
    customer_key,
    phone,
    name,
    max(seen_on) as seen_on,
    sum(lines) as lines,
    max_by(email, (seen_on, email)) as email,
    max_by(customer_code, (seen_on, customer_code)) as customer_code,
    max_by(module, (seen_on, module)) as module,
    max_by(region, (seen_on, region)) as region,
    max_by(manager, (seen_on, manager)) as manager
from cleaned
group by customer_key, phone, name
