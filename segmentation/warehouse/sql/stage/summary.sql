-- One row per verdict on the lines of a bill file
-- uses: stage/judged
select
    verdict,
    count(*) as lines,
    sum(amount) as amount,
    sum(file_amount) as file_amount,
    max(amount) as largest,
    sum(file_amount) filter (where meaning = 'refund') as refunds,
    sum(abs(discount)) filter (where meaning = 'sale' and file_amount > 0) as discounts,
    count(*) filter (where is_second_date and file_amount <> 0) as second_dates, -- further lines of an order say neither
    count(*) filter (where file_amount = 0 and gross > 0 and coalesce(abs(discount), 0) < gross) as on_account_lines,
    count(clock) as clocked_lines,
    count(*) filter (where hour(clock) < 6) as night_lines,
    coalesce(cast(sum(amount) filter (where hour(clock) < 6) as decimal(18, 2)), 0) as night_amount,
    max(clock) filter (where hour(clock) < 6) as night_latest,
    min(day) as first_day,
    max(day) as last_day,
    count(bill_no) as numbered_lines,
    count(*) filter (where has_damaged_id) as damaged_ids,
    count(*) filter (where phone is not null and is_masked(phone)) as masked_phones,
    count(*) filter (where tables_text is not null and tables is null) as odd_tables,
    count(*) filter (where covers_text is not null and covers is null) as odd_covers,
    count(*) filter (where cost_text is not null and cost is null) as odd_costs
from judged
group by verdict
