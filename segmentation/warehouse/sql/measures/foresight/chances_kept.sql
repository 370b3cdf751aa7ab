-- One row per kept month-end and person of whom it was foretold how likely he would fall asleep
-- Records merged since then are one person, who falls asleep where all of them do: his chance is the least of theirs.
with chances_kept as (
    select
        kept_chances.month_end,
        coalesce(same_people.customer_key, kept_chances.customer_key) as customer_key,
        min(kept_chances.chance) as chance
    from kept_chances
    left join same_people
        on same_people.store_id = kept_chances.store_id and same_people.own_key = kept_chances.customer_key
    where kept_chances.store_id = $store
    group by kept_chances.month_end, coalesce(same_people.customer_key, kept_chances.customer_key)
)

select * from chances_kept
