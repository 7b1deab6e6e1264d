-- Hand-ins of weapons, explosives, fireworks and support tools (Law 42/2024/QH15, chapter VI).

create table hand_ins (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  received_on date not null,
  receipt_number text not null,
  item_kind text not null check (item_kind in ('military_gun', 'homemade_gun', 'hunting_gun', 'air_gun', 'sporting_gun',
    'other_gun', 'ammunition', 'grenade', 'mine', 'shell', 'explosive', 'detonator', 'fireworks', 'crude_weapon',
    'lethal_knife', 'support_tool', 'weapon_part')),
  quantity numeric(9, 3) not null,
  condition text,
  incentive_vnd integer not null default 0 check (incentive_vnd >= 0),
  custody text not null check (custody in ('kept', 'forwarded', 'destroyed')),
  forwarded_on date,
  forwarded_to text,
  disposed_on date,
  void_reason text check (void_reason in ('by_mistake', 'duplicate', 'wrong_unit')),
  demonstration boolean not null default false,
  version integer not null default 1,
  registered_at timestamptz not null default now(),
  primary key (province_id, id),
  constraint hand_ins_quantity_above_zero check (quantity > 0),
  constraint hand_ins_pieces_whole check (item_kind in ('explosive', 'fireworks') or quantity = trunc(quantity)),
  constraint hand_ins_forwarded_with_day check (custody <> 'forwarded' or forwarded_on is not null),
  constraint hand_ins_kept_without_days check (custody <> 'kept' or (forwarded_on is null and forwarded_to is null)),
  constraint hand_ins_disposed_when_destroyed check ((disposed_on is not null) = (custody = 'destroyed')),
  constraint hand_ins_forwarded_after_received check (forwarded_on >= received_on),
  constraint hand_ins_disposed_after_received check (disposed_on >= received_on),
  constraint hand_ins_disposed_after_forwarded check (disposed_on >= forwarded_on)
);
create index hand_ins_unit_id_received_on_index on hand_ins (unit_id, received_on desc, id);
create index hand_ins_unit_id_receipt_number_index on hand_ins (unit_id, receipt_number);
comment on table hand_ins is
  'One row one kind of item of a hand-in; rows of one hand-in share the receipt number. Who handed it in is nowhere';
comment on column hand_ins.received_on is 'Day the unit received it';
comment on column hand_ins.receipt_number is 'Running number of the unit in the year, as 05/2026';
comment on column hand_ins.quantity is 'In the measure unit of the kind: khẩu, viên, quả, chiếc, bộ phận; kg for explosives and fireworks';
comment on column hand_ins.condition is 'State of the item, as text only';
comment on column hand_ins.incentive_vnd is 'Money given to whoever handed it in, đồng';
comment on column hand_ins.custody is 'Where it is: kept by the unit, forwarded, destroyed';
comment on column hand_ins.forwarded_on is 'Day it was forwarded to another body';
comment on column hand_ins.disposed_on is 'Day it was destroyed or otherwise disposed of';
comment on column hand_ins.void_reason is 'Why the record does not count; null = it counts';
comment on column hand_ins.demonstration is 'Made up to show the product';

call open_register('hand-ins', 'hand_ins', 'hand_in.read', 'hand_in.write');
