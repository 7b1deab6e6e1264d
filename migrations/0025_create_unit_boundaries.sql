-- Boundaries of provinces and communes of today, to draw maps with. A reference table: the same on every node of a cluster.

create table unit_boundaries (
  unit_id integer primary key references units on delete cascade,
  geometry jsonb not null check (geometry ->> 'type' = 'MultiPolygon'),
  source text not null check (length(source) between 3 and 200),
  file_sha256 text not null,
  imported_by uuid references accounts,
  imported_at timestamptz not null default now()
);
create index unit_boundaries_imported_by_index on unit_boundaries (imported_by);
comment on table unit_boundaries is 'Where a province or commune of today lies, simplified for maps; decision 020';
comment on column unit_boundaries.geometry is 'GeoJSON MultiPolygon, longitude and latitude (WGS 84), simplified together with its neighbours in the same file';
comment on column unit_boundaries.source is 'Who published the boundaries, as the importer names it; said under every map';
comment on column unit_boundaries.file_sha256 is 'SHA-256 of the imported file';
comment on column unit_boundaries.imported_by is 'Null where an operator imported it by command';

alter table unit_boundaries enable row level security;
alter table unit_boundaries force row level security;
create policy unit_boundaries_owner on unit_boundaries to current_user using (true) with check (true);
create policy unit_boundaries_read on unit_boundaries for select using (true);
create policy unit_boundaries_insert on unit_boundaries for insert with check (
  (select has_nationwide('boundary.import')) or unit_id in (select units_with('boundary.import')));
create policy unit_boundaries_update on unit_boundaries for update
  using ((select has_nationwide('boundary.import')) or unit_id in (select units_with('boundary.import')))
  with check ((select has_nationwide('boundary.import')) or unit_id in (select units_with('boundary.import')));
