-- One row per customer of the best grade of whom something is missing that the house asks for: who brings most first, then by key
-- Reads grades (the graded list of the as-of day), asked_fields (field, place) and known_fields. filled of asked fields say something;
-- missing are the keys of those that do not, in their order, with a blank between.
with best as (
    select customer, name, phone, module, manager, tier, contribution, frequency, last_visit
    from grades
    where tier_no = 1
),

checked as (
    select
        best.customer,
        asked_fields.field,
        asked_fields.place,
        known_fields.said is not null as is_filled
    from best
    cross join asked_fields
    left join known_fields on known_fields.customer = best.customer and known_fields.field = asked_fields.field
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

incomplete as (
    select best.*, counted.filled, counted.asked, counted.missing
    from best
    inner join counted on counted.customer = best.customer
    where counted.filled < counted.asked
    order by best.contribution desc, best.customer
)

select * from incomplete
