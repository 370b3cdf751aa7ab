-- One row per month-end with one before it: how many went up and down since the one before, and the money of those who did
-- Reads months (month_no without a gap, month_end, is_kept), tiers, and month_tiers for the months that are not kept. A tier
-- that the scheme has no more is none. Those who went up count with what they bring, those who went down with what they had
-- brought up to the month-end before.
-- uses: facts/kept_tiers
with standing as (
    select months.month_no, kept_tiers.customer_key, tiers.tier_no, kept_tiers.contribution
    from kept_tiers
    inner join months on months.month_end = kept_tiers.month_end and months.is_kept
    inner join tiers on tiers.tier = kept_tiers.tier
    union all
    select months.month_no, month_tiers.customer_key, month_tiers.tier_no, month_tiers.contribution
    from month_tiers
    inner join months on months.month_end = month_tiers.month_end and not months.is_kept
),

moves as (
    select
        stands.month_no,
        stands.tier_no,
        stood.tier_no as from_no,
        stands.contribution,
        stood.contribution as contribution_before
    from standing as stands
    left join standing as stood on stood.customer_key = stands.customer_key and stood.month_no = stands.month_no - 1
),

by_month as (
    select
        month_no,
        count(*) as customers,
        count(case when tier_no < from_no then 1 end) as promotions,
        count(case when tier_no > from_no then 1 end) as demotions,
        count(case when from_no is null then 1 end) as came,
        sum(case when tier_no < from_no then contribution end) as promoted_contribution,
        sum(case when tier_no > from_no then contribution_before end) as demoted_contribution
    from moves
    group by month_no
),

tier_history as (
    select
        months.month_end,
        coalesce(by_month.customers, 0) as customers,
        coalesce(by_month.promotions, 0) as promotions,
        coalesce(by_month.demotions, 0) as demotions,
        coalesce(by_month.came, 0) as came,
        cast(coalesce(by_month.promoted_contribution, 0) as decimal(18, 2)) as promoted_contribution,
        cast(coalesce(by_month.demoted_contribution, 0) as decimal(18, 2)) as demoted_contribution,
        months.is_kept
    from months
    left join by_month on by_month.month_no = months.month_no
    where months.month_no > 1
    order by months.month_no
)

select * from tier_history
