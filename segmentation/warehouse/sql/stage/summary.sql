-- One row per verdict on the lines of a bill file
-- so many sums with a filter each took a quarter longer than sums of what `case` leaves
-- uses: stage/judged
select
    verdict,
    count(*) as lines,
    sum(amount) as amount,
    sum(file_amount) as file_amount,
    max(amount) as largest,
    sum(case when meaning = 'refund' then file_amount end) as refunds,
    sum(case when meaning = 'sale' and file_amount > 0 then abs(discount) end) as discounts,
    count(case when is_second_date and file_amount <> 0 then 1 end) as second_dates, -- further lines of an order say neither
    count(case when file_amount = 0 and gross > 0 and coalesce(abs(discount), 0) < gross then 1 end) as on_account_lines,
    count(clock) as clocked_lines,
    count(case when hour(clock) < 6 then 1 end) as night_lines,
    coalesce(cast(sum(case when hour(clock) < 6 then amount end) as decimal(18, 2)), 0) as night_amount,
    max(case when hour(clock) < 6 then clock end) as night_latest,
    min(day) as first_day,
    max(day) as last_day,
    count(bill_no) as numbered_lines,
    count(case when has_damaged_id then 1 end) as damaged_ids,
    count(case when phone is not null and is_masked(phone) then 1 end) as masked_phones,
    count(case when tables_text is not null and tables is null then 1 end) as odd_tables,
    count(case when covers_text is not null and covers is null then 1 end) as odd_covers,
    count(case when cost_text is not null and cost is null then 1 end) as odd_costs
from judged
group by verdict
