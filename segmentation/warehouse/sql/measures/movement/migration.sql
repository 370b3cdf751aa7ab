-- One row per customer who stands somewhere on two days: where he stood, where he stands, and what he brought and brings
-- Reads standing (month_end, customer_key, tier_no: on $from_day and $to_day). A place is a tier's key; $new_place: no visit
-- yet; $none_place: here, and without a tier. Who has neither a visit nor a tier is left out. contribution is what is at stake: of those
-- who went down or lost their tier what they brought in the window up to $from_day, of all others in that up to $to_day.
with seen as (
    select
        customer_key,
        min(case when bills > 0 then visit_date end) as first_visit,
        max(case when bills > 0 then visit_date end) as last_visit,
        cast(sum(case when visit_date > $from_begins_after and visit_date <= $from_day then amount else 0 end) as decimal(18, 2))
            as contribution_from,
        cast(sum(case when visit_date > $to_begins_after then amount else 0 end) as decimal(18, 2)) as contribution_to
    from visits
    where store_id = $store and visit_date <= $to_day
    group by customer_key
),

stood as (
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
    select customer_key from seen
    union
    select customer_key from stood
    union
    select customer_key from stands
),

placed as (
    select
        everybody.customer_key,
        stood.tier_no as from_no,
        stands.tier_no as to_no,
        case when stood.tier_no is not null then null when seen.first_visit <= $from_day then $none_place else $new_place end as from_without,
        case when stands.tier_no is null then $none_place end as to_without,
        seen.last_visit,
        coalesce(seen.contribution_from, 0) as contribution_from,
        coalesce(seen.contribution_to, 0) as contribution_to
    from everybody
    left join seen on seen.customer_key = everybody.customer_key
    left join stood on stood.customer_key = everybody.customer_key
    left join stands on stands.customer_key = everybody.customer_key
    where seen.last_visit is not null or stood.tier_no is not null or stands.tier_no is not null
),

moved as (
    select
        *,
        case
            when from_no is null and to_no is null then 'stayed'
            when from_no is null and from_without = $new_place then 'came'
            when from_no is null then 'graded'
            when to_no is null then 'ungraded'
            when to_no < from_no then 'promoted'
            when to_no > from_no then 'demoted'
            else 'stayed'
        end as move
    from placed
),

migration as (
    select
        moved.customer_key as customer,
        customers.name,
        customers.phone,
        customers.module,
        customers.manager,
        coalesce(stood_in.tier, moved.from_without) as from_place,
        coalesce(stands_in.tier, moved.to_without) as to_place,
        moved.move,
        moved.last_visit,
        case when moved.move in ('demoted', 'ungraded') then moved.contribution_from else moved.contribution_to end as contribution,
        moved.contribution_from,
        moved.contribution_to,
        case when moved.move = 'demoted' then cast($win_back_by as date) end as win_back_by
    from moved
    left join tiers as stood_in on stood_in.tier_no = moved.from_no
    left join tiers as stands_in on stands_in.tier_no = moved.to_no
    left join customers on customers.store_id = $store and customers.customer_key = moved.customer_key
    order by contribution desc, customer
)

select * from migration
