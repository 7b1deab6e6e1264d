-- Review reports that are kept while they are written and after they are frozen, and the targets beside their figures.

create table reports (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  kind text not null check (kind in ('interim', 'final')),
  title text not null check (length(title) between 3 and 500),
  from_month date not null check (extract(day from from_month) = 1),
  to_month date not null check (extract(day from to_month) = 1),
  view text not null check (view in ('then', 'today')),
  as_known_on date,
  comparison text not null check (comparison in ('none', 'before', 'last_year')),
  roundings jsonb not null default '{}',
  texts jsonb not null default '{}',
  state text not null default 'draft' check (state in ('draft', 'frozen')),
  version integer not null default 1,
  begun_from uuid,
  begun_by uuid not null references accounts,
  begun_at timestamptz not null default now(),
  changed_by uuid not null references accounts,
  changed_at timestamptz not null default now(),
  frozen_by uuid references accounts,
  frozen_at timestamptz,
  frozen jsonb,
  frozen_hash text,
  primary key (province_id, id),
  constraint reports_span_check check (from_month <= to_month),
  constraint reports_frozen_check check ((state = 'frozen') = (frozen is not null)
    and (frozen is null) = (frozen_at is null) and (frozen is null) = (frozen_hash is null) and (frozen is null) = (frozen_by is null))
);
create index reports_unit_id_index on reports (unit_id, changed_at desc);
create index reports_begun_by_index on reports (begun_by);
create index reports_changed_by_index on reports (changed_by);
create index reports_frozen_by_index on reports (frozen_by);
comment on table reports is 'Review reports of a unit over a span: what was asked, the writer''s own words, and once frozen the whole content';
comment on column reports.kind is 'interim = sơ kết, final = tổng kết';
comment on column reports.title is 'The abstract under the word BÁO CÁO';
comment on column reports.from_month is 'First administrative month of the span, written as its 1st';
comment on column reports.comparison is 'With which earlier span: none, before = the same length right before, last_year = the same months a year before';
comment on column reports.roundings is 'By indicator code: word (over, more_than, nearly) and power of ten, chosen by the writer for sentences';
comment on column reports.texts is 'By section: the writer''s own text and its version; never generated';
comment on column reports.version is 'Counts changes of everything but the texts, which count their own';
comment on column reports.begun_from is 'The report that this one was begun from';
comment on column reports.frozen is 'The whole content as it stood when it was frozen; its documents are written from this only';
comment on column reports.frozen_hash is 'SHA-256 of the frozen content as canonical JSON';

create table targets (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  indicator_id integer not null references indicators,
  from_month date not null check (extract(day from from_month) = 1),
  to_month date not null check (extract(day from to_month) = 1),
  value numeric not null check (value >= 0),
  direction text not null check (direction in ('at_least', 'at_most')),
  basis text not null check (length(basis) between 3 and 300),
  set_by uuid not null references accounts,
  set_at timestamptz not null default now(),
  primary key (province_id, id),
  constraint targets_span_check check (from_month <= to_month),
  constraint targets_key unique (province_id, unit_id, indicator_id, from_month, to_month)
);
create index targets_unit_id_index on targets (unit_id);
create index targets_indicator_id_index on targets (indicator_id);
create index targets_set_by_index on targets (set_by);
comment on table targets is 'What a unit is to reach in an indicator over a span, and by which plan or resolution';
comment on column targets.value is 'In the indicator''s measure unit; a ratio in per cent';
comment on column targets.direction is 'at_least = the figure or more, at_most = the figure or less';
comment on column targets.basis is 'Plan or resolution that sets it';

alter table reports enable row level security;
alter table reports force row level security;
create policy reports_owner on reports to current_user using (true) with check (true);
create policy reports_read on reports for select using (
  (select has_nationwide('report.read')) or unit_id in (select units_with('report.read')));
create policy reports_insert on reports for insert with check (unit_id in (select units_with('report.write')));
-- A frozen report never changes and is never thrown away, whoever asks.
create policy reports_update on reports for update using (state = 'draft' and unit_id in (select units_with('report.write')))
  with check (unit_id in (select units_with('report.write')));
create policy reports_delete on reports for delete using (state = 'draft' and unit_id in (select units_with('report.write')));

alter table targets enable row level security;
alter table targets force row level security;
create policy targets_owner on targets to current_user using (true) with check (true);
create policy targets_read on targets for select using (
  (select has_nationwide('report.read')) or unit_id in (select units_with('report.read')));
create policy targets_insert on targets for insert with check (unit_id in (select units_with('target.manage')));
create policy targets_update on targets for update using (unit_id in (select units_with('target.manage')))
  with check (unit_id in (select units_with('target.manage')));
create policy targets_delete on targets for delete using (unit_id in (select units_with('target.manage')));
