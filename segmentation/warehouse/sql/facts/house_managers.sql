-- One row per account manager of the house, of customers, of bills or of the register, in alphabetical order
with named as (
    select manager from customers
    union
    select manager from bills
    union
    select name as manager from manager_rows
),

house_managers as (
    select manager
    from named
    where manager is not null and trim(manager) <> ''
    order by manager
)

select * from house_managers
