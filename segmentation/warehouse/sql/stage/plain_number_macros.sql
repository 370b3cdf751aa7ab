-- One row per macro: the same reading for a file without any _, where no number can have one
create or replace temp macro without_underscore(cell) as cell
