-- One row per bill of a file whose lines are bills of their own, kept for the comparison and the landing
-- uses: stage/single_bills
create or replace temp table staged_bills as
select * from single_bills
