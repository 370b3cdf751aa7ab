-- One row per verdict on the lines of a profile file
-- uses: stage/judged_profiles
select
    verdict,
    count(*) as lines,
    count(*) filter (where birthday_text is not null and birthday is null) as odd_birthdays,
    count(*) filter (where has_two_birthdays) as two_birthdays,
    count(*) filter (where phone is not null and is_masked(phone)) as masked_phones
from judged_profiles
group by verdict
