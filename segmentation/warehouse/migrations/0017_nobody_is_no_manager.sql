-- What tills and lists write where a customer has no manager (a dash, 无, none) was kept as a manager's name: it is nobody. What was
-- kept of days of such a store is found anew.

-- the name of the manager who was said to be another person than this name
alter table manager_rows add column if not exists not_same varchar;

create temp table nobody_names as
select unnest([
    '-', '--', '---', '----', '—', '——', '―', '–', '/', '//', '\', 'n/a', 'na', 'null', 'none', '#n/a', '无', '無', '空', '没有',
    '沒有', '暂无', '暫無'
]) as name;

create temp table stores_with_nobody as
select distinct store_id from bills where lower(trim(manager)) in (select name from nobody_names)
union
select distinct store_id from profile_rows where lower(trim(manager)) in (select name from nobody_names);

delete from kept_ends where store_id in (select store_id from stores_with_nobody);
delete from kept_end_names where store_id in (select store_id from stores_with_nobody);
delete from kept_end_days where store_id in (select store_id from stores_with_nobody);

insert or replace into settings
select store_id, 'months_pending' as name, '"' || uuid() || '"' as value
from stores_with_nobody;

update bills set manager = null where lower(trim(manager)) in (select name from nobody_names);
update profile_rows set manager = null where lower(trim(manager)) in (select name from nobody_names);
update customers set manager = null where lower(trim(manager)) in (select name from nobody_names);
update contacts set manager = null where lower(trim(manager)) in (select name from nobody_names);
update target_rows set manager = null where lower(trim(manager)) in (select name from nobody_names);
update plan_rows set manager = null where lower(trim(manager)) in (select name from nobody_names);
delete from manager_rows where lower(trim(name)) in (select name from nobody_names);

drop table nobody_names;
drop table stores_with_nobody;
