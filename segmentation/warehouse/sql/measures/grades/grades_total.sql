-- One row per list: how many customers pass the filters and what they bring
-- uses: measures/grades/filtered_grades
with grades_total as (
    select
        count(*) as customers,
        count(*) filter (where frequency > 0 or contribution <> 0) as with_bill,
        cast(coalesce(sum(contribution), 0) as decimal(18, 2)) as contribution
    from filtered_grades
)

select * from grades_total
