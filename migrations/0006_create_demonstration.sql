-- How far the demonstration data has come, so that a start after a cut goes on where it was.

create table demonstration_steps (
  step text primary key,
  finished_at timestamptz not null default now()
);
comment on table demonstration_steps is 'Finished steps of loading the demonstration data; empty where none was asked for';
