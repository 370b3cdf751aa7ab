-- One row per product on the first bill of customers, and one (product null) of all customers, whatever was on theirs
-- Reads best (customer_key): today's best customers; best_customers are those of them whose first bill had the product. followed are
-- the new customers first seen $within_days or more before $as_of, those of the month of the store's first bill left out, as they
-- may have come before; returned are those of them who came again within $within_days. A first bill is the earliest not below
-- zero: by day, time, and place in its file. A customer without a visit has none.
with days_here as (
    select visits.customer_key, visits.visit_date
    from visits
    inner join customers on customers.store_id = visits.store_id and customers.customer_key = visits.customer_key
    where visits.store_id = $store and visits.visit_date <= $as_of and visits.bills > 0 and not customers.is_walk_in
),

firsts as (
    select customer_key, min(visit_date) as first_visit
    from days_here
    group by customer_key
),

seconds as (
    select days_here.customer_key, min(days_here.visit_date) as second_visit
    from days_here
    inner join firsts on firsts.customer_key = days_here.customer_key and days_here.visit_date > firsts.first_visit
    group by days_here.customer_key
),

known as (
    select
        firsts.customer_key,
        firsts.first_visit,
        best.customer_key is not null as is_best,
        firsts.first_visit > (select last_day(min(day)) from days where store_id = $store)
        and date_diff('day', firsts.first_visit, $as_of) >= $within_days as is_followed,
        coalesce(date_diff('day', firsts.first_visit, seconds.second_visit) <= $within_days, false) as is_back
    from firsts
    left join seconds on seconds.customer_key = firsts.customer_key
    left join best on best.customer_key = firsts.customer_key
),

ordered as (
    select
        bills.customer_key,
        bills.batch_id,
        bills.line_no,
        row_number() over (
            partition by bills.customer_key order by bills.bill_time is null, bills.bill_time, bills.batch_id, bills.line_no
        ) as place
    from bills
    inner join known on known.customer_key = bills.customer_key and known.first_visit = bills.bill_date
    where bills.store_id = $store and bills.replaced_by is null and bills.amount >= 0 and (known.is_best or known.is_followed)
),

dishes as (
    select distinct ordered.customer_key, trim(bill_lines.product) as product
    from ordered
    inner join bill_lines on bill_lines.batch_id = ordered.batch_id and bill_lines.bill_line_no = ordered.line_no
    where ordered.place = 1 and bill_lines.store_id = $store and coalesce(bill_lines.amount, 0) >= 0 and trim(bill_lines.product) <> ''
),

told as (
    select dishes.product, known.is_best, known.is_followed, known.is_back
    from dishes
    inner join known on known.customer_key = dishes.customer_key
    union all
    select null as product, is_best, is_followed, is_back from known
),

first_dishes as (
    select
        product,
        count(case when is_best then 1 end) as best_customers,
        count(case when is_followed then 1 end) as followed,
        count(case when is_followed and is_back then 1 end) as returned
    from told
    group by product
    order by product
)

select * from first_dishes
