-- One row per customer key of top-ups of the batch that its bills do not have: what the file says of who tops up alone
-- uses: stage/judged
insert into profile_rows by name
with spelled as (
    select customer_key, customer_code, phone, email, name, max(day) as seen_on
    from judged
    where verdict = 'top_up' and customer_key is not null and customer_key not in (select customer_key from who)
    group by customer_key, customer_code, phone, email, name
),

cleaned as (
    select customer_key, customer_code, clean_phone(phone) as phone, email, name, seen_on
    from spelled
)

select
    $store as store_id,
    $batch as batch_id,
    customer_key,
    false as explicit,
    max(seen_on) as seen_on,
    max_by(customer_code, (seen_on, customer_code)) as code,
    max_by(phone, (not contains(phone, '*'), seen_on, phone)) as phone,
    max_by(email, (seen_on, email)) as email,
    max_by(name, (seen_on, name)) as name
from cleaned
group by customer_key
