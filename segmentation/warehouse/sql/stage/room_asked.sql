-- One row per import ($last): the checks and charges that may be the same money, and the checks that rest for it
-- Reads room_pairs, room_rests and rests_before.
with

rests as (
    select *
    from room_rests
    where (batch_id, line_no) not in (select (batch_id, line_no) from rests_before)
)

select
    $last as said_by,
    (select count(*) from rests) as checks,
    (select coalesce(sum(amount), 0) from rests) as amount,
    (select coalesce(min(example), '–') from rests) as example,
    (select coalesce(sum(charged), 0) from (select distinct charge_no, charged from room_pairs)) as charges
