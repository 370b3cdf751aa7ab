-- One row per line with columns kept as they are, of which only those in $places are still kept
update kept_lines
set kept = nullif(array_to_string(list_select(string_split(kept, $cell_end), cast($places as integer[])), $cell_end), $nothing)
where kept is not null
