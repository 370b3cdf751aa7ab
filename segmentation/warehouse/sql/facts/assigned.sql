-- One row per customer to whom a person gave a manager, or from whom one was taken away, of the statements that counted by $said_by
-- uses: facts/said_managers
with assigned as (
    select
        customer_key,
        max_by(manager, told_no) as manager,
        max_by(said_on, told_no) as since
    from said_managers
    where said_on <= $said_by
    group by customer_key
)

select * from assigned
