-- What every register shares, and the first register: tips, as counts.

create table register_keepings (
  province_id integer not null,
  unit_id integer not null references units,
  register text not null,
  kept_from date not null check (extract(day from kept_from) = 15),
  recorded_at timestamptz not null default now(),
  primary key (province_id, unit_id, register)
);
create index register_keepings_unit_id_index on register_keepings (unit_id);
comment on table register_keepings is
  'From which day records of a register are the source of a unit''s figures: supplements before, records after, never both';
comment on column register_keepings.kept_from is 'registerKeptFrom: first day of an administrative month (the 15th)';

create table record_versions (
  province_id integer not null,
  register text not null,
  record_id uuid not null,
  version integer not null,
  unit_id integer not null references units,
  act text not null check (act in ('registered', 'corrected', 'voided', 'restored')),
  content jsonb not null,
  account_id uuid,
  at timestamptz not null,
  primary key (province_id, record_id, version)
);
create index record_versions_unit_id_index on record_versions (unit_id);
comment on table record_versions is 'Every version of every record, as it stood after the act';
comment on column record_versions.at is 'When; by the hour only for tips';

create table tips (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  received_on date not null,
  sort text not null check (sort in ('crime_report', 'security_tip', 'denunciation', 'feedback', 'duplicate', 'out_of_area')),
  topic text not null check (topic in ('theft', 'injury', 'fraud', 'gambling', 'drugs', 'snatching', 'usury', 'weapons',
    'public_order', 'traffic', 'fire', 'other')),
  channel text not null check (channel in ('portal', 'vneid', 'zalo', 'hotline', 'mailbox', 'in_person', 'meeting')),
  of_value text not null check (of_value in ('yes', 'no')),
  competence text not null check (competence in ('within', 'outside')),
  forwarded_on date,
  settled_on date,
  outcome text check (outcome in ('prosecuted', 'not_prosecuted', 'suspended', 'administrative', 'prevented', 'no_basis')),
  cases_cleared integer not null default 0 check (cases_cleared between 0 and 9999),
  persons_cleared integer not null default 0 check (persons_cleared between 0 and 9999),
  persons_arrested integer not null default 0 check (persons_arrested between 0 and 9999),
  property_recovered_vnd bigint not null default 0 check (property_recovered_vnd >= 0),
  void_reason text check (void_reason in ('by_mistake', 'duplicate', 'wrong_unit')),
  demonstration boolean not null default false,
  version integer not null default 1,
  registered_at timestamptz not null default date_trunc('hour', now()),
  primary key (province_id, id),
  constraint tips_settled_after_received check (settled_on >= received_on),
  constraint tips_forwarded_after_received check (forwarded_on >= received_on),
  constraint tips_outcome_when_settled check ((outcome is null) = (settled_on is null)),
  constraint tips_results_when_settled check (settled_on is not null
    or (cases_cleared = 0 and persons_cleared = 0 and persons_arrested = 0 and property_recovered_vnd = 0))
);
create index tips_unit_id_received_on_index on tips (unit_id, received_on desc, id);
create index tips_unit_id_settled_on_index on tips (unit_id, settled_on) where settled_on is not null;
comment on table tips is
  'One row one tip, as counts and dates only: no text, no contact, no person. Random ids, times by the hour';
comment on column tips.received_on is 'Day the unit received the tip';
comment on column tips.sort is 'Kind of message after sorting (Criminal Procedure Code Art. 144; Law on Denunciation 2018)';
comment on column tips.topic is 'What the tip is about';
comment on column tips.channel is 'The way it came in';
comment on column tips.of_value is 'Timely, accurate, and it led to clearing or preventing something';
comment on column tips.competence is 'Whether the unit itself is competent';
comment on column tips.forwarded_on is 'Day it was forwarded to another body, if it was';
comment on column tips.settled_on is 'Day it was settled; results below count on this day';
comment on column tips.outcome is 'How it was settled';
comment on column tips.cases_cleared is 'Cases cleared up thanks to the tip';
comment on column tips.persons_cleared is 'Persons cleared up, as a number; no person is named anywhere';
comment on column tips.persons_arrested is 'Persons arrested or dealt with, as a number';
comment on column tips.property_recovered_vnd is 'Value of property recovered, đồng';
comment on column tips.void_reason is 'Why the record does not count; null = it counts';
comment on column tips.demonstration is 'Made up to show the product';

alter table register_keepings enable row level security;
alter table register_keepings force row level security;
create policy register_keepings_owner on register_keepings to current_user using (true) with check (true);
create policy register_keepings_read on register_keepings for select using (
  (select has_nationwide('submission.read')) or unit_id in (select units_with('submission.read')));
create policy register_keepings_insert on register_keepings for insert with check (
  (select has_nationwide('register.keep')) or unit_id in (select units_with('register.keep')));
create policy register_keepings_update on register_keepings for update using (
  (select has_nationwide('register.keep')) or unit_id in (select units_with('register.keep')));

alter table record_versions enable row level security;
alter table record_versions force row level security;
create policy record_versions_owner on record_versions to current_user using (true) with check (true);
create policy record_versions_tips_read on record_versions for select using (register = 'tips' and (
  (select has_nationwide('tip.read')) or unit_id in (select units_with('tip.read'))));
create policy record_versions_tips_insert on record_versions for insert with check (register = 'tips' and (
  (select has_nationwide('tip.write')) or unit_id in (select units_with('tip.write'))));

alter table tips enable row level security;
alter table tips force row level security;
create policy tips_owner on tips to current_user using (true) with check (true);
create policy tips_read on tips for select using (
  (select has_nationwide('tip.read')) or unit_id in (select units_with('tip.read')));
create policy tips_insert on tips for insert with check (
  (select has_nationwide('tip.write')) or unit_id in (select units_with('tip.write')));
create policy tips_update on tips for update using (
  (select has_nationwide('tip.write')) or unit_id in (select units_with('tip.write')))
  with check ((select has_nationwide('tip.write')) or unit_id in (select units_with('tip.write')));
