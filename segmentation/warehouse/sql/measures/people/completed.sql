-- One row per customer of the best grade: how many of the fields that the house asks for say something; who brings most first, then by key
-- Reads grades (the graded list of the as-of day), asked_fields (field, place), known_fields, and holders for the manager. missing are
-- the keys of those that say nothing, in their order, with a blank between; null where none is missing.
with best as (
    select customer, tier, contribution, last_visit
    from grades
    where tier_no = 1 and customer not in (select customer_key from erased_keys) -- whose file stays empty
),

told as (
    select customer, field, said from known_fields where field <> 'manager' and said is not null
    union all
    select customer_key as customer, 'manager' as field, manager as said from holders where manager is not null
),

checked as (
    select best.customer, asked_fields.field, asked_fields.place, told.customer is not null as is_filled
    from best
    cross join asked_fields
    left join told on told.customer = best.customer and told.field = asked_fields.field
),

counted as (
    select
        customer,
        count(case when is_filled then 1 end) as filled,
        count(*) as asked,
        string_agg(case when not is_filled then field end, ' ' order by place) as missing
    from checked
    group by customer
),

shown as (
    select
        customer,
        max(case when field = 'name' then said end) as name,
        max(case when field = 'phone' then said end) as phone,
        max(case when field = 'module' then said end) as module,
        max(case when field = 'manager' then said end) as manager
    from told
    group by customer
),

completed as (
    select
        best.customer,
        shown.name,
        best.tier,
        best.contribution,
        best.last_visit,
        shown.phone,
        shown.module,
        shown.manager,
        counted.filled,
        counted.asked,
        counted.missing
    from best
    inner join counted on counted.customer = best.customer
    left join shown on shown.customer = best.customer
    order by best.contribution desc, best.customer
)

select * from completed
