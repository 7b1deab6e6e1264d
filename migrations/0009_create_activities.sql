-- Activities: sessions, forums, festivals, launches, patrols, mediations; one host, any number of covered units.

create table activities (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  held_on date not null,
  category text not null check (category in ('outreach_session', 'launch', 'listening_forum', 'festival', 'unity_day',
    'training_class', 'legal_aid', 'commitment_signing', 'broadcast', 'online_post', 'press_item', 'feature_programme',
    'display', 'group_meeting', 'patrol', 'incident_response', 'mediation', 'hand_in_campaign', 'peak_campaign',
    'inspection', 'coordination_meeting', 'review_conference')),
  name text,
  host_organisation text not null check (host_organisation in ('police', 'front', 'women_union', 'farmers_union',
    'veterans_association', 'youth_union', 'elderly_association', 'trade_union', 'other')),
  channel text check (channel in ('in_person', 'online', 'loudspeaker', 'radio', 'television', 'newspaper', 'zalo',
    'facebook', 'website')),
  language text check (language in ('vietnamese', 'local', 'bilingual', 'sign', 'foreign')),
  place_type text check (place_type in ('residential_area', 'school', 'enterprise', 'agency', 'boarding_house', 'market',
    'public_place', 'online')),
  covered_commune_ids integer[] not null default '{}',
  covered_area_ids integer[] not null default '{}',
  group_id uuid,
  attendance_count integer not null default 0 check (attendance_count between 0 and 9999999),
  leaflet_count integer not null default 0 check (leaflet_count between 0 and 9999999),
  item_count integer not null default 0 check (item_count between 0 and 999999),
  opinion_count integer not null default 0 check (opinion_count between 0 and 99999),
  opinion_answered_count integer not null default 0 check (opinion_answered_count between 0 and 99999),
  signed_household_count integer not null default 0 check (signed_household_count between 0 and 9999999),
  recommendation_count integer not null default 0 check (recommendation_count between 0 and 9999),
  outcome text check (outcome in ('reconciled', 'not_reconciled', 'referred')),
  search_key text not null,
  void_reason text check (void_reason in ('by_mistake', 'duplicate', 'wrong_unit')),
  demonstration boolean not null default false,
  version integer not null default 1,
  registered_at timestamptz not null default now(),
  primary key (province_id, id),
  constraint activities_answered_within_opinions check (opinion_answered_count <= opinion_count),
  constraint activities_launch_covers_communes check (category <> 'launch' or cardinality(covered_commune_ids) > 0),
  constraint activities_outcome_of_mediation check ((outcome is not null) = (category = 'mediation'))
);
create index activities_unit_id_held_on_index on activities (unit_id, held_on desc, id);
comment on table activities is 'One row one activity: one host, any number of covered units; nobody who attends is named';
comment on column activities.held_on is 'Day it was held; of several days the first';
comment on column activities.name is 'Name or subject, as text only; never filtered or counted';
comment on column activities.host_organisation is 'Who leads it';
comment on column activities.channel is 'The way it reached people';
comment on column activities.language is 'Language in which it was held: a property of the deed, never of people; no indicator may use it';
comment on column activities.place_type is 'Kind of place where it was held; null for what is published';
comment on column activities.covered_commune_ids is 'Communes for which it was held, ids in order';
comment on column activities.covered_area_ids is 'Residential areas for which it was held, ids in order';
comment on column activities.group_id is 'The group of an initiative that did it';
comment on column activities.attendance_count is 'Attendances, not different persons';
comment on column activities.item_count is 'Runs of a broadcast, posts, items, pieces';
comment on column activities.opinion_count is 'Opinions given at a listening forum';
comment on column activities.signed_household_count is 'Households of the unit that have signed by the end of this round';
comment on column activities.recommendation_count is 'Recommendations after an inspection';
comment on column activities.outcome is 'How a mediation ended';
comment on column activities.search_key is 'Name without diacritics in lower case, for search';
comment on column activities.void_reason is 'Why the record does not count; null = it counts';
comment on column activities.demonstration is 'Made up to show the product';

call open_register('activities', 'activities', 'activity.read', 'activity.write');
