-- One row per file: how many phones carry several names, and how many names several phones
with

phones as (
    select count(*) as phones_with_names
    from (select phone from who where phone is not null group by phone having count(distinct name) > 1) as shared
),

names as (
    select count(*) as names_with_phones
    from (select name from who where name is not null group by name having count(distinct phone) > 1) as shared
)

select * from phones cross join names
