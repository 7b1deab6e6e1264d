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

-- Where it is, for the map of what was published.
alter table feedback add column position text,
  add constraint feedback_position_in_vietnam check (case when position ~ '^\d{1,2}(\.\d{1,4})?, \d{3}(\.\d{1,4})?$'
    then split_part(position, ', ', 1)::numeric between 6 and 23.5 and split_part(position, ', ', 2)::numeric between 102 and 118
    else position is null end);
comment on column feedback.position is
  'Latitude and longitude (WGS 84) as 9.1768, 105.1524: four digits behind the point at most, about 10 m; null = none was given';

-- Takes feedback in from the portal or from Open311: record, version and audit line in one. A residential area stands for
-- its commune. p_photo: an attachment whose content lies in the file store already. p_most: so many wait at one unit in a day.
create or replace function receive_feedback(p_unit integer, p_values jsonb, p_photo jsonb, p_most integer) returns uuid
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  place record;
  made feedback;
begin
  select h.id, h.province_id, case when u.kind = 'residential_area' then u.id end as area_id into place
  from units u join units h on h.id = case when u.kind = 'residential_area' then u.parent_id else u.id end
  where u.id = p_unit and u.valid_to is null and h.valid_to is null and h.kind in ('province', 'commune');
  if place is null then
    raise exception using errcode = '23514', constraint = 'feedback_place_unknown', message = 'no place for feedback';
  end if;
  if (select count(*) from feedback f where f.unit_id = place.id and f.received_on = vietnam_today() and f.publication = 'pending') >= p_most then
    raise exception using errcode = '23514', constraint = 'feedback_too_many', message = 'too much feedback';
  end if;
  insert into feedback (province_id, unit_id, received_on, category, matter, place, area_id, contested_indicator, contested_period,
    contested_group_id, wish, publication, position)
  values (place.province_id, place.id, vietnam_today(), p_values ->> 'category', p_values ->> 'matter', p_values ->> 'place',
    place.area_id, p_values ->> 'contestedIndicator', p_values ->> 'contestedPeriod', (
      select i.id from initiatives i where i.id = (p_values ->> 'contestedGroupId')::uuid), p_values ->> 'wish',
    case when p_values ->> 'wish' = 'public' then 'pending' else 'withheld' end, p_values ->> 'position')
  returning * into made;
  insert into record_versions (province_id, register, record_id, version, unit_id, act, content, account_id, at)
  values (made.province_id, 'feedback', made.id, 1, made.unit_id, 'registered', jsonb_build_object(
    'receivedOn', made.received_on, 'category', made.category, 'matter', made.matter, 'place', made.place, 'position', made.position, 'areaId', made.area_id,
    'contestedIndicator', made.contested_indicator, 'contestedPeriod', made.contested_period, 'contestedGroupId', made.contested_group_id,
    'wish', made.wish, 'publication', made.publication, 'answeredOn', null, 'outcome', null, 'answer', null, 'voidReason', null),
    null, date_trunc('hour', now()));
  if p_photo is not null then
    insert into attachments (province_id, unit_id, register, record_id, kind, number, file_key, content_type, byte_size, sha256, added_by, added_at)
    values (made.province_id, made.unit_id, 'feedback', made.id, p_photo ->> 'kind', 1, p_photo ->> 'fileKey', p_photo ->> 'contentType',
      (p_photo ->> 'byteSize')::integer, p_photo ->> 'sha256', null, date_trunc('hour', now()));
  end if;
  insert into audit_lines (province_id, act, subject_kind, subject_id, unit_id, changes, at)
  values (made.province_id, 'feedback.received', 'feedback', made.id::text, made.unit_id,
    jsonb_build_object('category', made.category), date_trunc('hour', now()));
  return made.id;
end $$;

-- What everybody may read of feedback.
create or replace function tell_feedback(f feedback) returns jsonb
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select jsonb_build_object('id', f.id, 'category', f.category, 'matter', f.matter, 'place', f.place, 'position', f.position, 'receivedOn', f.received_on,
    'dueOn', f.due_on, 'answeredOn', f.answered_on, 'outcome', f.outcome, 'answer', f.answer, 'publication', f.publication,
    'wish', f.wish, 'version', f.version, 'contestedIndicator', f.contested_indicator, 'contestedPeriod', f.contested_period,
    'contestedName', (select i.name from initiatives i where i.id = f.contested_group_id),
    'unit', (select jsonb_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) from units u
      where u.id = coalesce(f.area_id, f.unit_id)),
    'supporters', (select count(*) from feedback_supports s where s.province_id = f.province_id and s.feedback_id = f.id))
$$;
