-- Assets: cameras, lights and fire points by place, with the owners' agreement as counts.

create table assets (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  asset_kind text not null check (asset_kind in ('camera', 'light', 'fire_point')),
  name text not null,
  area_id integer references units,
  site_id uuid,
  installed_on date not null,
  observed_on date not null,
  item_count integer not null default 0 check (item_count between 0 and 99999),
  working_count integer not null default 0 check (working_count >= 0),
  owner_count integer not null default 0 check (owner_count between 0 and 99999),
  owner_agreed_count integer not null default 0 check (owner_agreed_count >= 0),
  search_key text not null,
  void_reason text check (void_reason in ('by_mistake', 'duplicate', 'wrong_unit')),
  demonstration boolean not null default false,
  version integer not null default 1,
  registered_at timestamptz not null default now(),
  primary key (province_id, id),
  constraint assets_working_within_items check (working_count <= item_count),
  constraint assets_agreed_within_owners check (owner_agreed_count <= owner_count),
  constraint assets_owners_of_cameras check (asset_kind = 'camera' or owner_count = 0),
  constraint assets_observed_after_installed check (observed_on >= installed_on)
);
create index assets_unit_id_installed_on_index on assets (unit_id, installed_on desc, id);
create index assets_area_id_index on assets (area_id);
comment on table assets is
  'Cameras, lights and fire points, one row per kind and place; counts only: no private address, no owner, no image';
comment on column assets.name is 'Lane, street or public place, as text only';
comment on column assets.area_id is 'The residential area, agency, enterprise or school where they are';
comment on column assets.site_id is 'The site of an initiative to which they belong';
comment on column assets.observed_on is 'Day since which the counts stand; earlier ones are in assets_observations';
comment on column assets.working_count is 'Of item_count, those that work';
comment on column assets.owner_count is 'Owners of the cameras, as a number';
comment on column assets.owner_agreed_count is 'Of owner_count, those who agreed to share images';
comment on column assets.search_key is 'Name without diacritics in lower case, for search';
comment on column assets.void_reason is 'Why the record does not count; null = it counts';
comment on column assets.demonstration is 'Made up to show the product';

create table assets_observations (
  province_id integer not null,
  record_id uuid not null,
  observed_on date not null,
  unit_id integer not null references units,
  item_count integer not null,
  working_count integer not null,
  owner_count integer not null,
  owner_agreed_count integer not null,
  primary key (province_id, record_id, observed_on),
  foreign key (province_id, record_id) references assets (province_id, id)
);
create index assets_observations_unit_id_index on assets_observations (unit_id);
comment on table assets_observations is 'How the counts of an asset stood from a day on';

call open_register('assets', 'assets', 'asset.read', 'asset.write');
