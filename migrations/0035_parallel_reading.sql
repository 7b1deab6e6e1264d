-- These functions read and change nothing. Row security asks them in every statement, and one that is not said to be safe keeps
-- PostgreSQL from working out any of these with several processes.
alter function session_account() parallel safe;
alter function session_posts(text) parallel safe;
alter function current_session_of(uuid) parallel safe;
alter function has_nationwide(text) parallel safe;
alter function units_with(text) parallel safe;
alter function units_read_through(text) parallel safe;
alter function is_resident_reader() parallel safe;
alter function vietnam_today() parallel safe;
alter function month_of(date) parallel safe;
alter function month_number(date) parallel safe;
alter function year_start(date) parallel safe;
alter function composition_of(integer) parallel safe;
