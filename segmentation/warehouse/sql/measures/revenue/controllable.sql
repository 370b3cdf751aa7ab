-- One row per period: revenue, and nested in it that of known customers, of managed ones, and of managed ones active at its end
-- uses: measures/movement/period_customers
-- Reads periods (period_no, first_day, last_day: whole months, but for the last day) and said_totals (month, total). A total that was said replaces
-- the sum of the bills, never against a part of its month: said_later counts those whose month is not over. Refunds are netted and no
-- sum is cut: where the refunds of the others exceed their bills, an inner sum exceeds the outer one.
with billed as (
    select
        periods.period_no,
        periods.first_day,
        periods.last_day,
        cast(coalesce(sum(days.amount), 0) as decimal(18, 2)) as billed,
        cast(coalesce(sum(days.walk_in_amount), 0) as decimal(18, 2)) as walk_in_billed,
        cast(coalesce(sum(days.amount - days.walk_in_amount), 0) as decimal(18, 2)) as identified
    from periods
    left join days on days.store_id = $store and days.day >= periods.first_day and days.day <= periods.last_day
    group by periods.period_no, periods.first_day, periods.last_day
),

brought as (
    select
        period_no,
        sum(case when manager is not null then contribution end) as managed,
        sum(case when manager is not null and is_active then contribution end) as managed_active,
        count(case when visited then 1 end) as customers,
        count(case when visited then manager end) as managed_customers
    from period_customers
    group by period_no
),

said_months as (
    select
        periods.period_no,
        said_totals.month,
        said_totals.month + interval 1 month <= periods.last_day + interval 1 day as is_over,
        max(said_totals.total) - coalesce(sum(days.amount), 0) as more
    from periods
    inner join said_totals on said_totals.month >= periods.first_day and said_totals.month <= periods.last_day
    left join days
        on days.store_id = $store
        and days.day >= said_totals.month
        and days.day < said_totals.month + interval 1 month
        and days.day <= periods.last_day
    group by periods.period_no, periods.last_day, said_totals.month
),

said as (
    select
        period_no,
        sum(case when is_over then more end) as more,
        count(case when is_over then 1 end) as months,
        count(case when not is_over then 1 end) as later_months
    from said_months
    group by period_no
),

nested as (
    select
        billed.*,
        cast(billed.billed + coalesce(said.more, 0) as decimal(18, 2)) as total,
        coalesce(said.months, 0) as said_months,
        coalesce(said.later_months, 0) as said_later,
        cast(coalesce(brought.managed, 0) as decimal(18, 2)) as managed,
        cast(coalesce(brought.managed_active, 0) as decimal(18, 2)) as managed_active,
        coalesce(brought.customers, 0) as customers,
        coalesce(brought.managed_customers, 0) as managed_customers
    from billed
    left join brought on brought.period_no = billed.period_no
    left join said on said.period_no = billed.period_no
),

controllable as (
    select
        period_no,
        first_day,
        last_day,
        total,
        billed,
        said_months,
        said_later,
        identified,
        managed,
        managed_active,
        total - identified as walk_in,
        customers,
        managed_customers
    from nested
    order by period_no
)

select * from controllable
