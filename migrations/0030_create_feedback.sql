-- Feedback of residents: a register whose records come in from the portal too, without an account.

-- The n-th day after a day on which offices work: Monday to Friday, with the holidays and moved days of the years whose list
-- was announced.
create function working_day_after(p_day date, p_count integer) returns date
language sql stable set search_path = binhyen, pg_temp as $$
  select d::date from generate_series(p_day + 1, p_day + p_count * 3 + 30, interval '1 day') d
  left join public_holidays h on h.day = d::date
  where coalesce(h.kind = 'working', extract(isodow from d) < 6)
  order by d offset p_count - 1 limit 1
$$;

create table feedback (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  received_on date not null,
  category text not null check (category in ('lighting', 'traffic', 'crossing', 'noise', 'fire_hazard', 'public_order',
    'environment', 'procedure', 'contested_figure', 'contested_group', 'other')),
  matter text not null check (length(matter) <= 2000),
  place text check (length(place) <= 200),
  area_id integer references units,
  contested_indicator text,
  contested_period text,
  contested_group_id uuid,
  wish text not null check (wish in ('public', 'private')),
  publication text not null check (publication in ('pending', 'published', 'withheld')),
  answered_on date,
  outcome text check (outcome in ('done', 'planned', 'corrected', 'explained', 'passed_on')),
  answer text check (length(answer) <= 2000),
  due_on date not null,
  overdue_on date,
  void_reason text check (void_reason in ('by_mistake', 'duplicate', 'wrong_unit', 'abuse')),
  demonstration boolean not null default false,
  version integer not null default 1,
  registered_at timestamptz not null default date_trunc('hour', now()),
  primary key (province_id, id),
  constraint feedback_answered_after_received check (answered_on >= received_on),
  constraint feedback_answer_when_answered check ((answered_on is null) = (answer is null) and (answered_on is null) = (outcome is null)),
  constraint feedback_public_by_wish check (publication <> 'published' or wish = 'public')
);
create index feedback_unit_id_received_on_index on feedback (unit_id, received_on desc, id);
create index feedback_unit_id_due_on_index on feedback (unit_id, due_on) where answered_on is null and void_reason is null;
create index feedback_area_id_index on feedback (area_id);
create index feedback_id_index on feedback (id);
comment on table feedback is
  'What residents ask for openly or contest: nobody is named, no address of the sender is kept, times by the hour';
comment on column feedback.matter is 'In the words of the resident; moderated before it is published. Never filtered or counted';
comment on column feedback.contested_indicator is 'Code of the indicator of which the resident says that it is not so';
comment on column feedback.contested_period is 'Months that the contested figure covered, as 2026-01_2026-10';
comment on column feedback.contested_group_id is 'Record of initiatives of which the resident says that it is not so';
comment on column feedback.wish is 'Whether the resident wants it public';
comment on column feedback.publication is 'Whether it is public: decided by whoever moderates';
comment on column feedback.due_on is 'Tenth working day after it came';
comment on column feedback.overdue_on is 'Day after the due date, where it was not answered until then';
comment on column feedback.answer is 'What the unit answers to the sender, and to all where it is public';

-- Ten working days, wherever the feedback came in; a holiday that is announced later moves no date that was told.
create function keep_feedback_due() returns trigger
language plpgsql set search_path = binhyen, pg_temp as $$
begin
  if tg_op = 'INSERT' or new.received_on <> old.received_on then
    new.due_on := working_day_after(new.received_on, 10);
  end if;
  new.overdue_on := case when new.answered_on is null or new.answered_on > new.due_on then new.due_on + 1 end;
  return new;
end $$;
create trigger feedback_due before insert or update on feedback for each row execute function keep_feedback_due();

call open_register('feedback', 'feedback', 'feedback.read', 'feedback.write');
call open_attachments('feedback', 'feedback.read', 'feedback.write');

-- A photograph of a resident was added by nobody of the house.
alter table attachments alter column added_by drop not null;

create table feedback_supports (
  province_id integer not null,
  feedback_id uuid not null,
  supporter bytea not null check (length(supporter) = 32),
  primary key (province_id, feedback_id, supporter),
  foreign key (province_id, feedback_id) references feedback (province_id, id)
);
comment on table feedback_supports is
  '"Me too": one row for one browser and one feedback, as the hash of a random value that only that browser keeps';
alter table feedback_supports enable row level security;
alter table feedback_supports force row level security;
create policy feedback_supports_owner on feedback_supports to current_user using (true) with check (true);
-- How many there are, whoever reads the feedback may know; who they are, nobody does.
create policy feedback_supports_read on feedback_supports for select using (exists (
  select from feedback f where f.province_id = feedback_supports.province_id and f.id = feedback_id));

-- Takes feedback in from the portal or from Open311: record, version and audit line in one. A residential area stands for
-- its commune. p_photo: an attachment whose content lies in the file store already. p_most: so many wait at one unit in a day.
create function receive_feedback(p_unit integer, p_values jsonb, p_photo jsonb, p_most integer) returns uuid
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
    contested_group_id, wish, publication)
  values (place.province_id, place.id, vietnam_today(), p_values ->> 'category', p_values ->> 'matter', p_values ->> 'place',
    place.area_id, p_values ->> 'contestedIndicator', p_values ->> 'contestedPeriod', (
      select i.id from initiatives i where i.id = (p_values ->> 'contestedGroupId')::uuid), p_values ->> 'wish',
    case when p_values ->> 'wish' = 'public' then 'pending' else 'withheld' end)
  returning * into made;
  insert into record_versions (province_id, register, record_id, version, unit_id, act, content, account_id, at)
  values (made.province_id, 'feedback', made.id, 1, made.unit_id, 'registered', jsonb_build_object(
    'receivedOn', made.received_on, 'category', made.category, 'matter', made.matter, 'place', made.place, 'areaId', made.area_id,
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
create function tell_feedback(f feedback) returns jsonb
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select jsonb_build_object('id', f.id, 'category', f.category, 'matter', f.matter, 'place', f.place, 'receivedOn', f.received_on,
    'dueOn', f.due_on, 'answeredOn', f.answered_on, 'outcome', f.outcome, 'answer', f.answer, 'publication', f.publication,
    'wish', f.wish, 'version', f.version, 'contestedIndicator', f.contested_indicator, 'contestedPeriod', f.contested_period,
    'contestedName', (select i.name from initiatives i where i.id = f.contested_group_id),
    'unit', (select jsonb_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) from units u
      where u.id = coalesce(f.area_id, f.unit_id)),
    'supporters', (select count(*) from feedback_supports s where s.province_id = f.province_id and s.feedback_id = f.id))
$$;

-- Published feedback of an area and of all below it, newest first. All filters may be null.
create function public_feedback(p_unit integer, p_category text, p_open boolean, p_from date, p_to date, p_limit integer)
returns setof jsonb
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select tell_feedback(f) from feedback f
  where f.publication = 'published' and f.void_reason is null
    and (p_unit is null or f.area_id = p_unit or f.unit_id = p_unit or f.unit_id in (
      select t.unit_id from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
      where t.view = 'today' and t.holder_id = p_unit)
      or exists (select from units n where n.id = p_unit and n.kind = 'nation'))
    and (p_category is null or f.category = p_category)
    and (p_open is null or p_open = (f.answered_on is null))
    and (p_from is null or f.received_on >= p_from) and (p_to is null or f.received_on <= p_to)
  order by f.received_on desc, f.id limit least(p_limit, 1000)
$$;

-- One feedback, for whoever holds its random id: what is public, or what they sent themselves.
create function feedback_by_id(p_id uuid) returns jsonb
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select tell_feedback(f) from feedback f where f.id = p_id and f.void_reason is null
$$;

-- "Me too" to what is public. True where it was counted now, false where this browser had said so before.
create function support_feedback(p_id uuid, p_supporter bytea) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  insert into feedback_supports (province_id, feedback_id, supporter)
  select f.province_id, f.id, p_supporter from feedback f where f.id = p_id and f.publication = 'published' and f.void_reason is null
  on conflict do nothing;
  return found;
end $$;

create table open311_tokens (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  token_hash bytea not null unique,
  made_by uuid not null references accounts,
  made_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index open311_tokens_made_by_index on open311_tokens (made_by);
comment on table open311_tokens is 'Who may send feedback through Open311 GeoReport v2: SHA-256 of the api_key, which is shown once';

-- The name of an initiative or group at work, as the page of its area tells it.
create function name_of_group(p_id uuid) returns text
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select i.name from initiatives i where i.id = p_id and i.void_reason is null and i.status = 'active'
$$;
