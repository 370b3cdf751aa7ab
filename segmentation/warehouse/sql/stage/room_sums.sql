-- One row per import: what checks and charges come to whose amounts did not meet, and what guests share of both
-- Reads room_pairs, room_met and room_spent.
-- uses: stage/unmet_charges
with

checks as (
    select distinct
        batch_id,
        line_no,
        guest,
        amount,
        example
    from room_pairs
    where (batch_id, line_no) not in (select (batch_id, line_no) from room_met)
),

of_guests as (
    select
        of_checks.amount as of_checks,
        greatest(of_charges.amount - coalesce(spent.amount, 0), 0) as of_charges
    from (select guest, sum(amount) as amount from checks where guest is not null group by guest) as of_checks
    inner join (select guest, sum(amount) as amount from unmet_charges where guest is not null group by guest) as of_charges
        on of_checks.guest = of_charges.guest
    left join (select guest, sum(amount) as amount from room_spent group by guest) as spent on of_checks.guest = spent.guest
)

select
    (select count(*) from checks) as checks,
    (select count(*) from unmet_charges) as charges,
    (select coalesce(sum(amount), 0) from checks) as of_checks,
    (select coalesce(sum(amount), 0) from unmet_charges) as of_charges,
    (select coalesce(sum(least(of_checks, of_charges)), 0) from of_guests) as shared
