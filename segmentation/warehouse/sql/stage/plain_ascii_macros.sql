-- One row per macro: the same test for a file without control characters, where a cell of single bytes has nothing odd
create or replace temp macro is_plain_ascii(cell) as strlen(cell) = length(cell)
