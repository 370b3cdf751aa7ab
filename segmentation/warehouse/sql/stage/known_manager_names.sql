-- One row per name that the store knows as a manager's: of its bills, its profiles and its register
select manager as name from bills where store_id = $store and replaced_by is null and manager is not null
union
select manager as name from profile_rows where store_id = $store and explicit and manager is not null
union
select name from manager_rows where store_id = $store
union
select same_as as name from manager_rows where store_id = $store and same_as is not null
