-- One row per customer key in the lines of a profile file; the last line that fills a field counts
-- A line with a potential or contacts that cannot be read is told as not understood, but its other fields land.
-- uses: stage/judged_profiles
insert into profile_rows by name
select
    $store as store_id,
    $batch as batch_id,
    customer_key,
    true as explicit,
    max_by(customer_code, line_no) as code,
    max_by(phone, line_no) as phone,
    max_by(email, line_no) as email,
    max_by(name, line_no) as name,
    max_by(module, line_no) as module,
    max_by(region, line_no) as region,
    max_by(manager, line_no) as manager,
    max_by(birthday, line_no) as birthday,
    max_by(potential, line_no) as potential,
    max_by(contacts, line_no) as contacts,
    max_by(note, line_no) as note
from judged_profiles
where lands
group by customer_key
