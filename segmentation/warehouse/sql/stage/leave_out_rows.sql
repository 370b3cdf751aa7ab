-- One row per line from one line of a bill file to another, which belong to another table
delete from kept_lines
where rowid between $first and $last
