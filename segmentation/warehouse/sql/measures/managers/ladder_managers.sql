-- One row per manager (null: nobody) whose customers went up or down at the last month's end, or were to be won back from the one before
-- Reads ladder. recovered are those who had gone down before and were won back in time, of to_win_back.
with ladder_managers as (
    select
        manager,
        count(case when is_now and move = 'promoted' then 1 end) as promoted,
        cast(coalesce(sum(case when is_now and move = 'promoted' then steps end), 0) as bigint) as steps_up,
        count(case when is_now and move = 'demoted' then 1 end) as demoted,
        cast(coalesce(sum(case when is_now and move = 'demoted' then -steps end), 0) as bigint) as steps_down,
        cast(coalesce(sum(case when is_now and move = 'demoted' then contribution end), 0) as decimal(18, 2)) as contribution,
        count(case when not is_now then 1 end) as to_win_back,
        count(case when not is_now and is_recovered then 1 end) as recovered
    from ladder
    group by manager
    order by manager nulls last
)

select * from ladder_managers
