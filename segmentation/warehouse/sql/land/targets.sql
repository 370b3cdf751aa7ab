-- One row per manager and grade of a month in a file of targets
-- uses: stage/judged_targets
insert into target_rows by name
select
    $store as store_id,
    $batch as batch_id,
    line_no,
    month,
    manager,
    tier,
    cast(customers as bigint) as customers,
    cast(frequency as double) as frequency,
    cast(standard as decimal(18, 2)) as standard,
    cast(house_target as decimal(18, 2)) as house_target,
    cast(house_profit as decimal(18, 2)) as house_profit
from judged_targets
where verdict = 'ok'
