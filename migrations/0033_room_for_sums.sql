-- Kept rows of a month are moved by every approval in it. With room on their pages they are written anew beside the old one,
-- and the indexes, none of which holds a value, stay as they are.
alter table roll_ups set (fillfactor = 60);
alter table roll_up_keys set (fillfactor = 60);
alter table figure_years set (fillfactor = 80);
