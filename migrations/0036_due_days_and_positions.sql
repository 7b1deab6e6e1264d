-- Feedback is due when the data say so, and PostgreSQL counts days off as tips do.

alter table public_holidays add column basis text not null default 'announced' check (basis in ('announced', 'lawful'));
alter table public_holidays alter column basis drop default;
comment on table public_holidays is
  'Days on which offices do not keep their week; reference-data/public-holidays.csv, the one source of days off';
comment on column public_holidays.basis is
  'announced = by the list of that year; lawful = worked out from the Labour Code until there is one, may move by a day';

create function is_working_day(p_day date) returns boolean
language sql stable set search_path = binhyen, pg_temp as $$
  select coalesce((select h.kind = 'working' from public_holidays h where h.day = p_day), extract(isodow from p_day) < 6)
$$;

-- Last day of a limit that is counted in days: from the day after, and on the next working day where the last is a day off
-- (Criminal Procedure Code 2015 Art. 134). The same as determineDue in src/modules/tips/clocks.rules.ts.
create function last_day_of_limit(p_from date, p_amount integer, p_measure_unit text) returns date
language sql stable set search_path = binhyen, pg_temp as $$
  select case
    when p_measure_unit = 'working_days' and p_amount = 0 then p_from
    when p_measure_unit = 'working_days' then working_day_after(p_from, p_amount)
    else (
      select min(d::date) from generate_series(whole.day, whole.day + 30, interval '1 day') d where is_working_day(d::date))
  end
  from (select case p_measure_unit when 'days' then p_from + p_amount
    when 'months' then (p_from + make_interval(months => p_amount))::date end as day) whole
$$;

-- Of feedback only the day is known on which it came.
alter table tip_clocks add constraint tip_clocks_feedback_by_the_day check (code <> 'decide_feedback' or measure_unit <> 'hours');

comment on column feedback.due_on is 'Last day of the limit decide_feedback in tip_clocks, as it was when the feedback came';

create or replace function keep_feedback_due() returns trigger
language plpgsql set search_path = binhyen, pg_temp as $$
begin
  if tg_op = 'INSERT' or new.received_on <> old.received_on then
    select last_day_of_limit(new.received_on, c.amount, c.measure_unit) into new.due_on
    from tip_clocks c where c.code = 'decide_feedback';
  end if;
  new.overdue_on := case when new.answered_on is null or new.answered_on > new.due_on then new.due_on + 1 end;
  return new;
end $$;
