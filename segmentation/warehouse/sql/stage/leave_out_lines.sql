-- One row per line of a mended file that is in the warehouse already
delete from kept_lines
where rowid in (
    select row_no
    from lines
    where list_contains($lines, coalesce(line_no, row_no + $first_line))
)
