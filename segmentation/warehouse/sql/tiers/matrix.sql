-- One row per customer and store: his class on either axis (1 the best) and the box where they cross
-- Reads customer_facts, classes (axis_no, source, class_no, upper_bp, above, letter) and boxes (first_class, second_class, tier_no).
-- A class takes the best upper_bp of those ranked alike, or what lies above a number, or a letter that a manager gave; who meets
-- none stands in the last class. Potential comes from the manager's letter or number, else is derived (growth) of who is known for
-- $known_days at least: foretold, or by the pace of the half-year; who is known too short has no class of it and no box. Each source is ranked by itself, equal values share a
-- place. Who brings nothing or less stands in the last class of value.
with measured as (
    select
        store_id,
        customer_key,
        1 as axis_no,
        'measured' as source,
        cast(case when $measure = 'profit' then profit else contribution end as double) as measured,
        cast(null as varchar) as letter
    from customer_facts
    where last_visit is not null
    union all
    select
        store_id,
        customer_key,
        2 as axis_no,
        case
            when potential in ('A', 'B', 'C') then 'letter'
            when try_cast(potential as double) is not null then 'number'
            when known_days >= $known_days and is_foretold then 'foretold'
            when known_days >= $known_days then 'derived'
            else 'too_short'
        end as source,
        coalesce(try_cast(potential as double), growth) as measured,
        potential as letter
    from customer_facts
    where last_visit is not null
),

numbered as (
    select
        *,
        row_number() over (order by store_id, axis_no, customer_key) as row_no,
        rank() over (partition by store_id, axis_no, source order by measured desc nulls last) - 1 as before,
        count(*) over (partition by store_id, axis_no, source) as whole
    from measured
),

classed as (
    select numbered.row_no, min(classes.class_no) as class_no
    from numbered
    inner join classes
        on classes.axis_no = numbered.axis_no
        and classes.source = numbered.source
        and (
            (numbered.measured > 0 and numbered.before * 10000 < classes.upper_bp * numbered.whole)
            or numbered.measured > classes.above
            or numbered.letter = classes.letter
        )
    group by numbered.row_no
),

crossed as (
    select
        numbered.store_id,
        numbered.customer_key,
        max(case when numbered.axis_no = 1 then coalesce(classed.class_no, $first_classes) end) as first_class,
        max(
            case when numbered.axis_no = 2 and numbered.source <> 'too_short' then coalesce(classed.class_no, $second_classes) end
        ) as second_class,
        max(case when numbered.axis_no = 2 then numbered.source end) as source
    from numbered
    left join classed on classed.row_no = numbered.row_no
    group by numbered.store_id, numbered.customer_key
),

matrix as (
    select
        customer_facts.store_id,
        customer_facts.customer_key,
        cast(boxes.tier_no as integer) as tier_no,
        customer_facts.contribution,
        cast(crossed.first_class as integer) as first_class,
        cast(crossed.second_class as integer) as second_class,
        crossed.source,
        customer_facts.growth
    from customer_facts
    left join crossed on crossed.store_id = customer_facts.store_id and crossed.customer_key = customer_facts.customer_key
    left join boxes on boxes.first_class = crossed.first_class and boxes.second_class = crossed.second_class
)

select * from matrix
