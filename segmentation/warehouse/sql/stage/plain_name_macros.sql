-- One row per macro: the same name for a file without columns of first and last names
create or replace temp macro full_name(name, first_name, last_name) as clean_name(name)
