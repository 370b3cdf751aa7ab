-- One row per customer who stands somewhere on two days: where he stood, where he stands, and by when to win him back if he went down
-- Reads standing (month_end, customer_key, tier_no: on $from_day and $to_day), customer_facts as of $to_day and tiers. It is what
-- measures/movement/migration says of places, without the money.
with stood as (
    select customer_key, tier_no
    from standing
    where month_end = $from_day
),

stands as (
    select customer_key, tier_no
    from standing
    where month_end = $to_day
),

everybody as (
    select customer_key from customer_facts
    where last_visit is not null
    union
    select customer_key from standing
),

moved as (
    select
        everybody.customer_key as customer,
        coalesce(stood_in.tier, case when customer_facts.first_visit <= $from_day then $none_place else $new_place end) as from_place,
        coalesce(stands_in.tier, $none_place) as to_place,
        case when stands.tier_no > stood.tier_no then cast($win_back_by as date) end as win_back_by
    from everybody
    left join customer_facts on customer_facts.customer_key = everybody.customer_key
    left join stood on stood.customer_key = everybody.customer_key
    left join stands on stands.customer_key = everybody.customer_key
    left join tiers as stood_in on stood_in.tier_no = stood.tier_no
    left join tiers as stands_in on stands_in.tier_no = stands.tier_no
)

select * from moved
