-- Supports: money, goods and jobs given within the movement, as counts.

create table supports (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  given_on date not null,
  purpose text not null check (purpose in ('livelihood', 'festival', 'reintegration', 'other')),
  form text not null check (form in ('money', 'loan', 'goods', 'gift', 'job', 'medical')),
  household_count integer not null default 0 check (household_count between 0 and 999999),
  person_count integer not null default 0 check (person_count between 0 and 999999),
  item_count integer not null default 0 check (item_count between 0 and 999999),
  amount_vnd bigint not null default 0 check (amount_vnd >= 0),
  initiative_id uuid,
  given_by text,
  void_reason text check (void_reason in ('by_mistake', 'duplicate', 'wrong_unit')),
  demonstration boolean not null default false,
  version integer not null default 1,
  registered_at timestamptz not null default now(),
  primary key (province_id, id),
  constraint supports_reach_somebody check (household_count + person_count + item_count > 0),
  constraint supports_money_with_amount check (form not in ('money', 'loan') or amount_vnd > 0)
);
create index supports_unit_id_given_on_index on supports (unit_id, given_on desc, id);
comment on table supports is 'One row one support given; households and persons are counted, never named';
comment on column supports.household_count is 'Households supported, as a number';
comment on column supports.person_count is 'Persons supported, as a number';
comment on column supports.item_count is 'Gifts or goods handed out';
comment on column supports.amount_vnd is 'Money, or the value of goods, đồng';
comment on column supports.initiative_id is 'The initiative within which it was given';
comment on column supports.given_by is 'Body that gave it, as text only';
comment on column supports.void_reason is 'Why the record does not count; null = it counts';
comment on column supports.demonstration is 'Made up to show the product';

call open_register('supports', 'supports', 'support.read', 'support.write');
