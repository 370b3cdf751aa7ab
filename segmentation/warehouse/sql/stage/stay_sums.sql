-- One row per store and file: checks put on a room and meals of stays within six weeks of each other, and what guests share of both
with

near_checks as (
    select *
    from stay_checks
    where exists (
        select 1
        from stay_charges
        where coalesce(abs(date_diff('day', stay_checks.day, stay_charges.day)) <= 42, true)
    )
),

near_charges as (
    select *
    from stay_charges
    where exists (
        select 1
        from stay_checks
        where coalesce(abs(date_diff('day', stay_checks.day, stay_charges.day)) <= 42, true)
    )
),

of_guests as (
    select checks.amount as of_checks, charges.amount as of_charges
    from (select guest, sum(amount) as amount from near_checks where guest is not null group by guest) as checks
    inner join (select guest, sum(amount) as amount from near_charges where guest is not null group by guest) as charges
        on checks.guest = charges.guest
)

select
    (select count(*) from near_checks) as checks,
    (select count(*) from near_charges) as charges,
    (select coalesce(sum(amount), 0) from near_checks) as of_checks,
    (select coalesce(sum(amount), 0) from near_charges) as of_charges,
    (select coalesce(sum(least(of_checks, of_charges)), 0) from of_guests) as shared,
    (select coalesce(min(example), '–') from near_checks) as example
