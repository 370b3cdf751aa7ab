-- One row per house in the collection: when its passport was made and read, what it is measured by, its months, and its key
with months as (
    select house, min(month) as first_month, max(month) as last_month
    from passport_months
    group by house
),

houses as (
    select
        passports.house,
        passports.made_on,
        passports.as_of,
        passports.read_on,
        passports.active_days,
        passports.window_days,
        passports.with_money,
        months.first_month,
        months.last_month,
        passport_keys.public_key
    from passports
    inner join months on months.house = passports.house
    inner join passport_keys on passport_keys.house = passports.house
    order by passports.house
)

select * from houses
