-- One row per customer of a list who stands somewhere on two days: where he stood, where he stands, and by when to win him back
-- Reads call_places, standing (month_end, customer_key, tier_no: on $from_day and $to_day), demoted, customer_facts as of $to_day and tiers.
-- It is what measures/movement/migration says of places, without the money. win_back_by is null for who did not go down.
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

moved as (
    select
        call_places.customer_key as customer,
        coalesce(stood_in.tier, case when customer_facts.first_visit <= $from_day then $none_place else $new_place end) as from_place,
        coalesce(stands_in.tier, $none_place) as to_place,
        demoted.win_back_by
    from call_places
    left join customer_facts on customer_facts.customer_key = call_places.customer_key
    left join stood on stood.customer_key = call_places.customer_key
    left join stands on stands.customer_key = call_places.customer_key
    left join demoted on demoted.customer = call_places.customer_key
    left join tiers as stood_in on stood_in.tier_no = stood.tier_no
    left join tiers as stands_in on stands_in.tier_no = stands.tier_no
    where customer_facts.last_visit is not null or stood.customer_key is not null or stands.customer_key is not null
)

select * from moved
