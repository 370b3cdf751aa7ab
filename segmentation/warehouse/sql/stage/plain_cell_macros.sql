-- One row per macro: the same cell for a file without the mark that parts cells
create or replace temp macro one_cell(cell) as cell
