-- One row per macro: the same day for a file without a second column of days
create or replace temp macro is_second_day(cell, second) as false;

create or replace temp macro first_day(cell, second) as cell
