-- Indicators, who owes them, submissions in versions, figures, and the roll-ups kept from them.

create table calendars (
  code text primary key,
  name_vi text not null,
  name_en text not null,
  unit text not null check (unit in ('month', 'year')),
  starts_on_day integer not null check (starts_on_day between 1 and 28),
  starts_in_month integer not null check (starts_in_month between -1 and 12),
  source text not null
);
comment on table calendars is 'The windows in which figures are asked; reference-data/calendars.csv (Decree 09/2019/NĐ-CP and others)';
comment on column calendars.starts_in_month is 'For years: calendar month in which the year before begins it; for months: -1 = the month before';

create table indicators (
  id integer generated always as identity primary key,
  code text not null unique,
  name_vi text not null,
  name_en text not null,
  measure_unit_vi text not null,
  measure_unit_en text not null,
  kind text not null check (kind in ('flow', 'stock', 'ratio', 'derived', 'distinct', 'units_with')),
  period_rule text not null check (period_rule in ('sum', 'end')),
  register text,
  measure text,
  filter text,
  numerator_code text references indicators (code),
  denominator_code text references indicators (code),
  formula text,
  definition_vi text not null,
  definition_en text not null,
  legal_source text not null default '',
  added_by uuid references accounts,
  seconded_by uuid references accounts,
  constraint indicators_ratio_check check ((kind = 'ratio') = (numerator_code is not null and denominator_code is not null)),
  constraint indicators_derived_check check ((kind = 'derived') = (formula is not null)),
  constraint indicators_second_person_check check (added_by is null or added_by <> seconded_by)
);
create index indicators_numerator_code_index on indicators (numerator_code);
create index indicators_denominator_code_index on indicators (denominator_code);
create index indicators_added_by_index on indicators (added_by);
create index indicators_seconded_by_index on indicators (seconded_by);
comment on table indicators is 'Defined numbers; reference-data/indicators.csv, later also added by an administrator with a second person';
comment on column indicators.kind is
  'flow summed over time and units; stock at the period''s end, summed over units; ratio and derived from rolled-up parts; distinct recounted from keys; units_with counts units below';
comment on column indicators.period_rule is 'sum = all months of the span; end = the last month of the span';
comment on column indicators.measure is 'count, sum(field), distinct(field), units_with(CODE > n), units_with(exists)';
comment on column indicators.filter is 'field = value and field in (a, b); declared closed fields only (DESIGN law 7)';

create table obligations (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  indicator_id integer not null references indicators,
  subject_kind text not null check (subject_kind in ('province', 'commune')),
  from_month date not null check (extract(day from from_month) = 1),
  to_month date check (extract(day from to_month) = 1),
  basis text not null,
  primary key (province_id, id),
  constraint obligations_period_check check (from_month <= to_month),
  constraint obligations_key unique (province_id, unit_id, indicator_id, subject_kind, from_month)
);
create index obligations_unit_id_index on obligations (unit_id);
create index obligations_indicator_id_index on obligations (indicator_id);
comment on table obligations is 'Which units owe an indicator every month of a span: all of a kind within the unit named (the nation = all)';
comment on column obligations.basis is 'Programme or document from which the duty comes';

create table submissions (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  month date not null check (extract(day from month) = 1),
  primary key (province_id, id),
  constraint submissions_unit_month_key unique (province_id, unit_id, month)
);
create index submissions_unit_id_month_index on submissions (unit_id, month);
comment on table submissions is 'One unit''s own figures for one administrative month, in versions';
comment on column submissions.month is 'Administrative month M, written as the 1st of M: it runs from the 15th of M-1 to the 14th of M (Decree 09/2019/NĐ-CP Art. 12)';

create table submission_versions (
  province_id integer not null,
  submission_id uuid not null,
  version integer not null check (version >= 1),
  unit_id integer not null references units,
  month date not null,
  state text not null check (state in ('open', 'submitted', 'returned', 'approved')),
  correction_reason text,
  revision integer not null default 1,
  opened_by uuid references accounts,
  opened_at timestamptz not null default now(),
  submitted_by uuid references accounts,
  submitted_at timestamptz,
  decided_by uuid references accounts,
  decided_at timestamptz,
  primary key (province_id, submission_id, version),
  foreign key (province_id, submission_id) references submissions (province_id, id),
  constraint submission_versions_submitter_not_approver check (state <> 'approved' or submitted_by is distinct from decided_by),
  constraint submission_versions_reason_check check (version = 1 or correction_reason is not null),
  constraint submission_versions_times_check check (
    (state <> 'submitted' or submitted_at is not null) and (state not in ('returned', 'approved') or decided_at is not null))
);
create unique index submission_versions_unfinished_key on submission_versions (province_id, submission_id)
  where state <> 'approved';
create index submission_versions_unit_id_month_index on submission_versions (unit_id, month);
create index submission_versions_state_index on submission_versions (state, month);
create index submission_versions_opened_by_index on submission_versions (opened_by);
create index submission_versions_submitted_by_index on submission_versions (submitted_by);
create index submission_versions_decided_by_index on submission_versions (decided_by);
comment on table submission_versions is 'open -> submitted -> returned | approved; a correction is a later version';
comment on column submission_versions.revision is 'Counts every change of this version, for edits made by two at once';
comment on column submission_versions.decided_at is 'When it was approved or returned; a figure is known from the day (Vietnam) of its approval';

create table figures (
  province_id integer not null,
  submission_id uuid not null,
  version integer not null,
  indicator_id integer not null references indicators,
  unit_id integer not null references units,
  month date not null,
  value numeric,
  origin text not null check (origin in ('records', 'supplement', 'imported', 'apportioned')),
  reason text,
  keys text[],
  record_ids uuid[],
  record_versions integer[],
  is_current boolean not null default false,
  primary key (province_id, submission_id, version, indicator_id),
  foreign key (province_id, submission_id, version) references submission_versions (province_id, submission_id, version),
  constraint figures_reason_check check (origin = 'records' or reason is not null),
  constraint figures_records_check check (cardinality(record_ids) = cardinality(record_versions))
);
create index figures_indicator_id_index on figures (indicator_id);
create index figures_current_index on figures (unit_id, indicator_id, month) include (value, origin) where is_current;
comment on table figures is 'Indicator x unit x month as one version of a submission gives it: the unit''s own figure';
comment on column figures.value is 'Exact number in the indicator''s measureUnit; null = not reported';
comment on column figures.origin is 'records, supplement, imported, apportioned';
comment on column figures.keys is 'For distinct indicators: the keys counted; value is then their number';
comment on column figures.record_ids is 'Records behind the figure, frozen when it was submitted';
comment on column figures.record_versions is 'Version of each of those records as it was counted';
comment on column figures.is_current is 'Belongs to the latest approved version; written by apply_approval only';

create table return_reasons (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  submission_id uuid not null,
  version integer not null,
  unit_id integer not null references units,
  indicator_id integer references indicators,
  reason text not null check (length(reason) between 3 and 500),
  returned_by uuid not null references accounts,
  returned_at timestamptz not null default now(),
  mended_at timestamptz,
  primary key (province_id, id),
  foreign key (province_id, submission_id, version) references submission_versions (province_id, submission_id, version)
);
create index return_reasons_submission_index on return_reasons (province_id, submission_id, version);
create index return_reasons_unit_id_index on return_reasons (unit_id);
create index return_reasons_indicator_id_index on return_reasons (indicator_id);
create index return_reasons_returned_by_index on return_reasons (returned_by);
comment on table return_reasons is 'Why a submission was returned, on the figure it concerns';

create table roll_ups (
  province_id integer not null,
  boundary_version_id integer not null references boundary_versions,
  view text not null check (view in ('then', 'today')),
  unit_id integer not null references units,
  indicator_id integer not null references indicators,
  month date not null,
  value numeric not null,
  records_cells integer not null default 0,
  supplement_cells integer not null default 0,
  imported_cells integer not null default 0,
  apportioned_cells integer not null default 0,
  primary key (province_id, boundary_version_id, view, unit_id, indicator_id, month)
);
create index roll_ups_read_index on roll_ups (boundary_version_id, view, unit_id, indicator_id, month)
  include (value, records_cells, supplement_cells, imported_cells, apportioned_cells);
create index roll_ups_unit_id_index on roll_ups (unit_id);
create index roll_ups_indicator_id_index on roll_ups (indicator_id);
comment on table roll_ups is
  'Own figures plus those of all units below, per month: view then for every unit up to the province, view today for provinces. Written by apply_approval and rebuild_roll_ups only';
comment on column roll_ups.records_cells is 'How many approved unit figures with a value of origin records are in it; likewise the next three';

create table roll_up_keys (
  province_id integer not null,
  boundary_version_id integer not null references boundary_versions,
  view text not null check (view in ('then', 'today')),
  unit_id integer not null references units,
  indicator_id integer not null references indicators,
  month date not null,
  key text not null,
  uses integer not null,
  primary key (province_id, boundary_version_id, view, unit_id, indicator_id, month, key)
);
create index roll_up_keys_read_index on roll_up_keys (boundary_version_id, view, unit_id, indicator_id, month) where uses > 0;
create index roll_up_keys_unit_id_index on roll_up_keys (unit_id);
create index roll_up_keys_indicator_id_index on roll_up_keys (indicator_id);
comment on table roll_up_keys is 'For distinct indicators: each key under a unit in a month and by how many units below it is used';

-- The label month of the administrative month that holds a day.
create function month_of(day date) returns date language sql immutable as
$$ select (date_trunc('month', day) + case when extract(day from day) >= 15 then interval '1 month' else interval '0' end)::date $$;
comment on function month_of is 'Decree 09/2019/NĐ-CP Art. 12: the 15th of a month belongs to the next administrative month';

create function month_number(month date) returns integer language sql immutable as
$$ select (extract(year from month) * 12 + extract(month from month))::integer $$;

-- Makes an approved version the current one and moves every kept roll-up by exactly the difference.
-- The only function that moves roll-ups while the house is open. Rows are written in key order.
create function apply_approval(p_province integer, p_submission uuid, p_version integer) returns void
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  v submission_versions;
  boundary integer;
begin
  select * into v from submission_versions
  where province_id = p_province and submission_id = p_submission and version = p_version for update;
  if v.state is distinct from 'approved' then raise exception 'apply_approval_not_approved'; end if;

  -- Waits for a change of boundaries under way; the second statement then sees which version is current after it.
  perform 1 from boundary_versions where state = 'current' for share;
  select id into strict boundary from boundary_versions where state = 'current';

  if session_user <> (select r.rolname from pg_class c join pg_roles r on r.oid = c.relowner where c.oid = 'roll_ups'::regclass)
    and (v.decided_by is distinct from session_account()
      or not (has_nationwide('submission.approve') or v.unit_id in (select units_with('submission.approve')))) then
    raise exception 'apply_approval_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  if exists (select 1 from figures f where f.province_id = p_province and f.submission_id = p_submission
      and f.version >= p_version and f.is_current) then
    raise exception 'apply_approval_twice';
  end if;

  insert into roll_ups as r (province_id, boundary_version_id, view, unit_id, indicator_id, month, value,
    records_cells, supplement_cells, imported_cells, apportioned_cells)
  select h.province_id, boundary, t.view, h.id, d.indicator_id, v.month, d.value,
    d.records_cells, d.supplement_cells, d.imported_cells, d.apportioned_cells
  from (
    select f.indicator_id, sum(f.value * s.sign) as value,
      (sum(s.sign) filter (where f.origin = 'records'))::integer as records_cells,
      (sum(s.sign) filter (where f.origin = 'supplement'))::integer as supplement_cells,
      (sum(s.sign) filter (where f.origin = 'imported'))::integer as imported_cells,
      (sum(s.sign) filter (where f.origin = 'apportioned'))::integer as apportioned_cells
    from figures f, lateral (select case when f.version = p_version then 1 else -1 end as sign) s
    where f.province_id = p_province and f.submission_id = p_submission
      and (f.version = p_version or f.is_current) and f.value is not null
    group by f.indicator_id
  ) d0, lateral (select d0.indicator_id, d0.value, coalesce(d0.records_cells, 0) as records_cells,
      coalesce(d0.supplement_cells, 0) as supplement_cells, coalesce(d0.imported_cells, 0) as imported_cells,
      coalesce(d0.apportioned_cells, 0) as apportioned_cells) d,
    territories t join units h on h.id = t.holder_id
  where t.unit_id = v.unit_id and t.boundary_version_id = boundary
    and (t.view = 'then' or (h.kind = 'province' and h.valid_to is null))
  order by h.province_id, t.view, h.id, d.indicator_id
  on conflict (province_id, boundary_version_id, view, unit_id, indicator_id, month) do update set
    value = r.value + excluded.value,
    records_cells = r.records_cells + excluded.records_cells,
    supplement_cells = r.supplement_cells + excluded.supplement_cells,
    imported_cells = r.imported_cells + excluded.imported_cells,
    apportioned_cells = r.apportioned_cells + excluded.apportioned_cells;

  insert into roll_up_keys as r (province_id, boundary_version_id, view, unit_id, indicator_id, month, key, uses)
  select h.province_id, boundary, t.view, h.id, d.indicator_id, v.month, d.key, d.uses
  from (
    select f.indicator_id, k.key, sum(case when f.version = p_version then 1 else -1 end)::integer as uses
    from figures f, unnest(f.keys) as k(key)
    where f.province_id = p_province and f.submission_id = p_submission and (f.version = p_version or f.is_current)
    group by f.indicator_id, k.key
    having sum(case when f.version = p_version then 1 else -1 end) <> 0
  ) d, territories t join units h on h.id = t.holder_id
  where t.unit_id = v.unit_id and t.boundary_version_id = boundary
    and (t.view = 'then' or (h.kind = 'province' and h.valid_to is null))
  order by h.province_id, t.view, h.id, d.indicator_id, d.key
  on conflict (province_id, boundary_version_id, view, unit_id, indicator_id, month, key) do update set
    uses = r.uses + excluded.uses;

  update figures set is_current = (version = p_version)
  where province_id = p_province and submission_id = p_submission and (is_current or version = p_version);
end $$;

-- Fills the roll-ups of a boundary version from the current figures; for a change of boundaries, in its transaction.
create function rebuild_roll_ups(p_boundary integer) returns void
language plpgsql set search_path = binhyen, pg_temp as $$
begin
  delete from roll_ups where boundary_version_id = p_boundary;
  delete from roll_up_keys where boundary_version_id = p_boundary;
  insert into roll_ups (province_id, boundary_version_id, view, unit_id, indicator_id, month, value,
    records_cells, supplement_cells, imported_cells, apportioned_cells)
  select h.province_id, p_boundary, t.view, h.id, f.indicator_id, f.month, sum(f.value),
    count(*) filter (where f.origin = 'records'), count(*) filter (where f.origin = 'supplement'),
    count(*) filter (where f.origin = 'imported'), count(*) filter (where f.origin = 'apportioned')
  from figures f
  join territories t on t.unit_id = f.unit_id and t.boundary_version_id = p_boundary
  join units h on h.id = t.holder_id
  where f.is_current and f.value is not null and (t.view = 'then' or (h.kind = 'province' and h.valid_to is null))
  group by h.province_id, t.view, h.id, f.indicator_id, f.month;
  insert into roll_up_keys (province_id, boundary_version_id, view, unit_id, indicator_id, month, key, uses)
  select h.province_id, p_boundary, t.view, h.id, f.indicator_id, f.month, k.key, count(*)
  from figures f cross join unnest(f.keys) as k(key)
  join territories t on t.unit_id = f.unit_id and t.boundary_version_id = p_boundary
  join units h on h.id = t.holder_id
  where f.is_current and (t.view = 'then' or (h.kind = 'province' and h.valid_to is null))
  group by h.province_id, t.view, h.id, f.indicator_id, f.month, k.key;
end $$;

-- The units whose own figures make up those of the units of the one who asks: a total may be read with what it is made
-- of, also where a part of it, as then, lies in another place today.
create function units_read_through(asked_permission text) returns setof integer
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select distinct t.unit_id from territories t
  where t.boundary_version_id = (select id from boundary_versions where state = 'current')
    and t.holder_id in (select units_with(asked_permission))
$$;

alter table obligations enable row level security;
alter table obligations force row level security;
create policy obligations_owner on obligations to current_user using (true) with check (true);
create policy obligations_read on obligations for select using ((select session_account()) is not null);

alter table submissions enable row level security;
alter table submissions force row level security;
create policy submissions_owner on submissions to current_user using (true) with check (true);
create policy submissions_read on submissions for select using (
  (select has_nationwide('submission.read')) or unit_id in (select units_with('submission.read')));
create policy submissions_insert on submissions for insert with check (
  (unit_id in (select units_with('submission.prepare')) or unit_id in (select units_with('submission.bulk')))
  and exists (select from units u where u.id = unit_id and u.province_id = submissions.province_id));

alter table submission_versions enable row level security;
alter table submission_versions force row level security;
create policy submission_versions_owner on submission_versions to current_user using (true) with check (true);
create policy submission_versions_read on submission_versions for select using (
  (select has_nationwide('submission.read')) or unit_id in (select units_with('submission.read'))
  or state = 'approved' and unit_id in (select units_read_through('figure.read')));
create policy submission_versions_insert on submission_versions for insert with check (
  (state = 'open' and unit_id in (select units_with('submission.prepare'))
    or state = 'submitted' and submitted_by = (select session_account()) and unit_id in (select units_with('submission.bulk')))
  and exists (select from submissions s where s.province_id = submission_versions.province_id and s.id = submission_id
    and s.unit_id = submission_versions.unit_id and s.month = submission_versions.month));
-- What was approved stays as it is; whoever decides signs for it and holds the right to.
create policy submission_versions_update on submission_versions for update using (state <> 'approved' and (
  unit_id in (select units_with('submission.prepare')) or unit_id in (select units_with('submission.bulk'))
  or (select has_nationwide('submission.approve')) or unit_id in (select units_with('submission.approve'))
  or unit_id in (select units_with('submission.return'))))
  with check (case state
    when 'open' then unit_id in (select units_with('submission.prepare'))
    when 'submitted' then submitted_by = (select session_account()) and unit_id in (select units_with('submission.submit'))
    when 'returned' then unit_id in (select units_with('submission.prepare'))
      or decided_by = (select session_account()) and unit_id in (select units_with('submission.return'))
    else decided_by = (select session_account())
      and ((select has_nationwide('submission.approve')) or unit_id in (select units_with('submission.approve'))) end);

alter table figures enable row level security;
alter table figures force row level security;
create policy figures_owner on figures to current_user using (true) with check (true);
create policy figures_read on figures for select using (
  (select has_nationwide('figure.read')) or unit_id in (select units_read_through('figure.read')));
-- A figure belongs to the unit and month of its submission, and stays as it was handed up.
create policy figures_insert on figures for insert with check (not is_current and (
  unit_id in (select units_with('submission.prepare')) or unit_id in (select units_with('submission.bulk')))
  and exists (select from submission_versions v where v.province_id = figures.province_id and v.submission_id = figures.submission_id
    and v.version = figures.version and v.unit_id = figures.unit_id and v.month = figures.month and v.state <> 'approved'));
create policy figures_update on figures for update using (not is_current
  and unit_id in (select units_with('submission.prepare'))
  and exists (select from submission_versions v where v.province_id = figures.province_id and v.submission_id = figures.submission_id
    and v.version = figures.version and v.state in ('open', 'returned')))
  with check (not is_current);
create policy figures_delete on figures for delete using (not is_current
  and unit_id in (select units_with('submission.prepare'))
  and exists (select from submission_versions v where v.province_id = figures.province_id and v.submission_id = figures.submission_id
    and v.version = figures.version and v.state in ('open', 'returned')));

alter table return_reasons enable row level security;
alter table return_reasons force row level security;
create policy return_reasons_owner on return_reasons to current_user using (true) with check (true);
create policy return_reasons_read on return_reasons for select using (
  (select has_nationwide('submission.read')) or unit_id in (select units_with('submission.read')));
create policy return_reasons_insert on return_reasons for insert with check (
  returned_by = (select session_account()) and unit_id in (select units_with('submission.return')));
create policy return_reasons_update on return_reasons for update using (
  unit_id in (select units_with('submission.prepare')));

alter table roll_ups enable row level security;
alter table roll_ups force row level security;
create policy roll_ups_owner on roll_ups to current_user using (true) with check (true);
create policy roll_ups_read on roll_ups for select using (
  (select has_nationwide('figure.read')) or unit_id in (select units_with('figure.read')));

alter table roll_up_keys enable row level security;
alter table roll_up_keys force row level security;
create policy roll_up_keys_owner on roll_up_keys to current_user using (true) with check (true);
create policy roll_up_keys_read on roll_up_keys for select using (
  (select has_nationwide('figure.read')) or unit_id in (select units_with('figure.read')));
