-- The months in which a unit counts, worked out once and not at every question.

alter table units
  add column first_month integer not null generated always as (
    case when valid_from is null then 0 else month_number(month_of(valid_from)) end) stored,
  add column last_month integer not null generated always as (
    case when valid_to is null then 999999 else month_number(month_of(valid_to)) - 1 end) stored;
comment on column units.first_month is 'Number of the first administrative month on whose cut-off day the unit exists; 0 = it is not known when it began';
comment on column units.last_month is 'Number of the last such month; 999999 = it exists today';
