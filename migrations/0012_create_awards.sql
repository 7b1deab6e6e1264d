-- Awards: decisions that reward collectives and persons, as counts (Law 06/2022/QH15).

create table awards (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  decided_on date not null,
  decision_number text not null,
  award_kind text not null check (award_kind in ('certificate_of_merit', 'commendation', 'emulation_flag',
    'commemorative_medal', 'letter_of_praise', 'other')),
  issuer text not null check (issuer in ('commune_chair', 'district_chair', 'province_chair', 'province_police',
    'province_front', 'ministry', 'central_front', 'prime_minister', 'president', 'other')),
  achievement_kind text not null check (achievement_kind in ('regular', 'topical', 'sudden', 'service', 'external')),
  collective_count integer not null default 0 check (collective_count between 0 and 99999),
  person_count integer not null default 0 check (person_count between 0 and 99999),
  grassroots_person_count integer not null default 0 check (grassroots_person_count >= 0),
  amount_vnd bigint not null default 0 check (amount_vnd >= 0),
  proposed_on date,
  handed_over_on date,
  revoked_on date,
  search_key text not null,
  void_reason text check (void_reason in ('by_mistake', 'duplicate', 'wrong_unit')),
  demonstration boolean not null default false,
  version integer not null default 1,
  registered_at timestamptz not null default now(),
  primary key (province_id, id),
  constraint awards_reward_somebody check (collective_count + person_count > 0),
  constraint awards_grassroots_within_persons check (grassroots_person_count <= person_count),
  constraint awards_proposed_before_decided check (proposed_on <= decided_on),
  constraint awards_handed_over_after_decided check (handed_over_on >= decided_on),
  constraint awards_revoked_after_decided check (revoked_on >= decided_on)
);
create index awards_unit_id_decided_on_index on awards (unit_id, decided_on desc, id);
comment on table awards is
  'One row per decision, kind and issuer, as counts; nobody is named. A province''s awards are kept at the province';
comment on column awards.decision_number is 'Number of the decision; never filtered or counted';
comment on column awards.issuer is 'Who decided';
comment on column awards.achievement_kind is 'What it is given for';
comment on column awards.collective_count is 'Collectives rewarded';
comment on column awards.person_count is 'Persons rewarded, as a number';
comment on column awards.grassroots_person_count is 'Of these, persons who work directly at the grassroots';
comment on column awards.amount_vnd is 'Reward money, đồng';
comment on column awards.search_key is 'Decision number without diacritics in lower case, for search';
comment on column awards.void_reason is 'Why the record does not count; null = it counts';
comment on column awards.demonstration is 'Made up to show the product';

call open_register('awards', 'awards', 'award.read', 'award.write');
