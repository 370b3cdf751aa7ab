-- One row per bill of the file, kept for the comparison and the landing
-- uses: stage/staged_bills
create or replace temp table staged_bills as
select * from staged_bills
