-- Administrative units, what followed what, and who holds which territory.
-- All of these are reference tables: they are the same on every node of a cluster.

create table units (
  id integer generated always as identity primary key,
  province_id integer not null,
  kind text not null check (kind in
    ('nation', 'province', 'district', 'commune', 'residential_area', 'agency', 'enterprise', 'school')),
  code text not null,
  code_origin text not null check (code_origin in ('official', 'ours')),
  name_vi text not null,
  name_en text,
  parent_id integer references units,
  valid_from date,
  valid_to date,
  search_key text not null,
  source text not null check (source in ('package', 'verified', 'administrator')),
  legal_basis text,
  constraint units_period_check check (valid_from < valid_to),
  constraint units_code_key unique nulls not distinct (kind, code, valid_from)
);
create index units_parent_id_index on units (parent_id);
create index units_province_id_index on units (province_id);
create index units_code_index on units (code);
comment on table units is 'A node of the hierarchy of administrative units, former ones included. Source: lists named in docs/database.md';
comment on column units.province_id is 'Shard key given to the rows of this unit: id of the province that held it when it was entered; 0 for the nation. Frozen, never a meaning';
comment on column units.code is 'Official code (province 2 digits, commune 5 digits, Decision 19/2025/QĐ-TTg) or ours; one code may have several holders in time';
comment on column units.code_origin is 'official, or ours where no official code is at hand';
comment on column units.parent_id is 'The unit above in its own time';
comment on column units.valid_from is 'First day of existence; null = unknown';
comment on column units.valid_to is 'First day after existence; null = still exists';
comment on column units.search_key is 'Names without diacritics in lower case, for search';
comment on column units.source is 'package = npm list of July 2025, verified = imported checked set, administrator = entered by hand';

create table successions (
  id integer generated always as identity primary key,
  from_unit_id integer not null references units,
  to_unit_id integer not null references units,
  takes_effect_on date not null,
  extent text not null check (extent in ('whole', 'part', 'unverified')),
  source text not null check (source in ('package', 'verified', 'administrator')),
  note text,
  constraint successions_pair_key unique (from_unit_id, to_unit_id)
);
create index successions_to_unit_id_index on successions (to_unit_id);
comment on table successions is 'Which unit followed which, from what day';
comment on column successions.extent is 'whole, part, or unverified where the source gives one successor without saying whether it took all';

create table unit_source_problems (
  id integer generated always as identity primary key,
  source text not null,
  line text not null,
  problem text not null
);
comment on table unit_source_problems is 'Rows of the unit list that could not be read as they stand, listed at load';

create table boundary_versions (
  id integer generated always as identity primary key,
  state text not null check (state in ('current', 'superseded')),
  reason text not null,
  built_at timestamptz not null default now()
);
create unique index boundary_versions_current_key on boundary_versions (state) where state = 'current';
comment on table boundary_versions is 'A state of units and successions for which territories and roll-ups are kept; exactly one is current';

create table territories (
  boundary_version_id integer not null references boundary_versions,
  view text not null check (view in ('then', 'today')),
  holder_id integer not null references units,
  unit_id integer not null references units,
  primary key (boundary_version_id, view, holder_id, unit_id)
);
create index territories_unit_id_index on territories (unit_id, boundary_version_id, view);
create index territories_holder_id_index on territories (holder_id);
comment on table territories is
  'Whose own figures make up a holder. then: the unit and all below it in their own time. today: the present units under it and the former units lying wholly under it; for an ended holder, its former territory. The nation is not a holder here: it holds everything';
