-- Initiatives with their sites and groups: three levels, never mixed in one number (Guidance 22/HD-BCA-V05).

create table initiatives (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  level text not null check (level in ('initiative', 'site', 'group')),
  name text not null,
  category text not null check (category in ('self_managed_group', 'crime_prevention_club', 'shock_team', 'landlord_club',
    'family_club', 'motorbike_taxi_group', 'reintegration_club', 'fire_safety_group', 'patrol_group', 'public_fire_point',
    'security_camera', 'security_lighting', 'zalo_group', 'zalo_page', 'school_gate', 'boundary_cluster', 'drug_free_area',
    'hand_in', 'livelihood_support', 'skilled_mobilisation', 'other')),
  initiative_id uuid,
  site_id uuid,
  area_id integer references units,
  lead_organisation text not null check (lead_organisation in ('police', 'front', 'women_union', 'farmers_union',
    'veterans_association', 'youth_union', 'elderly_association', 'trade_union', 'other')),
  origin text check (origin in ('own', 'replicated')),
  recognition text check (recognition in ('none', 'province_replicated', 'ministry_replicated')),
  decision_number text,
  established_on date not null,
  launched_on date,
  replicated_on date,
  consolidated_on date,
  merged_on date,
  dissolved_on date,
  observed_on date not null,
  status text not null check (status in ('planned', 'active', 'paused', 'merged', 'dissolved')),
  member_count integer not null default 0 check (member_count between 0 and 99999),
  equipment_count integer not null default 0 check (equipment_count between 0 and 99999),
  follower_count integer not null default 0 check (follower_count between 0 and 9999999),
  search_key text not null,
  void_reason text check (void_reason in ('by_mistake', 'duplicate', 'wrong_unit')),
  demonstration boolean not null default false,
  version integer not null default 1,
  registered_at timestamptz not null default now(),
  primary key (province_id, id),
  constraint initiatives_observed_after_established check (observed_on >= established_on)
);
create index initiatives_unit_id_established_on_index on initiatives (unit_id, established_on desc, id);
create index initiatives_initiative_id_index on initiatives (initiative_id) where initiative_id is not null;
create index initiatives_area_id_index on initiatives (area_id);
create index initiatives_names_index on initiatives (search_key text_pattern_ops) where level = 'initiative';
comment on table initiatives is
  'Initiatives (named models), the sites where they run and the groups of people within a site; one row each, by level';
comment on column initiatives.level is 'initiative = the named model, kept by the unit it started in; site = a place where it runs; group = people within a site';
comment on column initiatives.name is 'Given name, as text only; never filtered or counted';
comment on column initiatives.initiative_id is 'For a site or group: the initiative it carries, of whichever unit';
comment on column initiatives.site_id is 'For a group: the site it belongs to';
comment on column initiatives.area_id is 'The residential area, agency, enterprise or school where it is';
comment on column initiatives.origin is 'For an initiative: own, or replicated from elsewhere';
comment on column initiatives.decision_number is 'Number of the decision that set it up';
comment on column initiatives.established_on is 'Day it was set up';
comment on column initiatives.observed_on is 'Day since which status and counts stand; earlier ones are in initiatives_observations';
comment on column initiatives.status is 'State on observed_on';
comment on column initiatives.equipment_count is 'Cameras or lights of a site';
comment on column initiatives.follower_count is 'People in a Zalo group; never members';
comment on column initiatives.search_key is 'Name without diacritics in lower case, for search';
comment on column initiatives.void_reason is 'Why the record does not count; null = it counts';
comment on column initiatives.demonstration is 'Made up to show the product';

create table initiatives_observations (
  province_id integer not null,
  record_id uuid not null,
  observed_on date not null,
  unit_id integer not null references units,
  status text not null,
  member_count integer not null,
  equipment_count integer not null,
  follower_count integer not null,
  primary key (province_id, record_id, observed_on),
  foreign key (province_id, record_id) references initiatives (province_id, id)
);
create index initiatives_observations_unit_id_index on initiatives_observations (unit_id);
comment on table initiatives_observations is 'How status and counts of an initiative, site or group stood from a day on';

call open_register('initiatives', 'initiatives', 'initiative.read', 'initiative.write', 'level = ''initiative''');
