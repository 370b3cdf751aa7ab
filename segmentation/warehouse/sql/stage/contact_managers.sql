-- One row per manager's name of a file that the store does not know, where it knows any: how many lines that land name it
-- uses: stage/judged_contacts, stage/known_manager_names
select manager as name, count(*) as lines
from judged_contacts
where verdict = 'ok'
    and manager is not null
    and manager not in (select name from known_manager_names)
    and exists (select name from known_manager_names)
group by manager
order by manager
