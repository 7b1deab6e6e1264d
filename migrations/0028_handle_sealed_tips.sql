-- Handling of sealed tips: clocks, states, who opened what; keys of handlers, shares of an inbox, escrow; retention.

-- Reference data -------------------------------------------------------------------------------------------------------

create table public_holidays (
  day date primary key,
  kind text not null check (kind in ('off', 'working')),
  name_vi text not null,
  name_en text not null
);
comment on table public_holidays is
  'Days on which offices do not keep their week, of the years whose list was announced; reference-data/public-holidays.csv';
comment on column public_holidays.kind is 'off = closed; working = open on a weekend to make up for a day off that was moved';

create table tip_clocks (
  code text primary key,
  amount integer not null check (amount >= 0),
  measure_unit text not null check (measure_unit in ('hours', 'days', 'working_days', 'months')),
  sorts text,
  name_vi text not null,
  name_en text not null,
  legal_source text not null
);
comment on table tip_clocks is 'Time limits of tips, each with its legal source; reference-data/tip-clocks.csv';
comment on column tip_clocks.sorts is 'For which kinds of message, for people to read; null = all';

-- What the counts of a tip tell of its handling ------------------------------------------------------------------------

alter table tips
  add column responded_on date,
  add column first_response_hours integer not null default 0 check (first_response_hours between 0 and 99999),
  add column extended_on date,
  add column reclassified_on date,
  add column protected_on date,
  add column told text check (told in ('yes', 'no')),
  add column timeliness text check (timeliness in ('on_time', 'late', 'overdue')),
  add constraint tips_responded_after_received check (responded_on >= received_on),
  add constraint tips_hours_when_responded check (responded_on is not null or first_response_hours = 0);
comment on column tips.responded_on is 'Day of the first answer to its source';
comment on column tips.first_response_hours is 'Whole hours from receipt to the first answer; 0 without one';
comment on column tips.extended_on is 'Day on which its limit was extended';
comment on column tips.reclassified_on is 'Day on which a tip was found to be another kind of message, as a crime report';
comment on column tips.protected_on is 'Day on which measures were taken to protect its source';
comment on column tips.told is 'Whether its source was told the result; null = not noted';
comment on column tips.timeliness is 'on_time and late of one that is settled, overdue of one that is open; null = not noted';

alter table sealed_tips
  add column version integer not null default 1,
  add column unit_received_at timestamptz not null default date_trunc('hour', now()),
  add column is_urgent boolean not null default false,
  add column is_complex boolean not null default false,
  add column is_reachable boolean not null default true,
  add column sort text check (sort in ('crime_report', 'security_tip', 'denunciation', 'feedback', 'duplicate', 'out_of_area')),
  add column sorted_at timestamptz,
  add column responded_at timestamptz,
  add column handed_over_at timestamptz,
  add column decided_at timestamptz,
  add column extended_at timestamptz,
  add column extension_reason text check (extension_reason in ('many_facts', 'many_places', 'expert_opinion', 'source_away')),
  add column ended_at timestamptz,
  add column merged_into uuid,
  add column next_clock text,
  add column due_at timestamptz,
  add column decision_due_at timestamptz,
  add column awaits_answer boolean not null default false,
  add constraint sealed_tips_merged_into_fkey foreign key (province_id, merged_into) references sealed_tips (province_id, id),
  add constraint sealed_tips_extension_has_reason check ((extended_at is null) = (extension_reason is null));
create index sealed_tips_id_index on sealed_tips (id);
create index sealed_tips_unit_id_due_at_index on sealed_tips (unit_id, due_at) where ended_at is null;
create index sealed_tips_merged_into_index on sealed_tips (province_id, merged_into) where merged_into is not null;
create index sealed_tips_ended_at_index on sealed_tips (ended_at) where content_destroyed_at is null;
comment on column sealed_tips.unit_received_at is 'Whole hour in which it came to the unit that works it: its clocks run from there';
comment on column sealed_tips.is_urgent is 'Caught in the act, very serious, or somebody may flee: reported at once';
comment on column sealed_tips.is_complex is 'Decided within two months instead of twenty days';
comment on column sealed_tips.is_reachable is 'Whether its source can be told anything: by the receipt or a contact';
comment on column sealed_tips.sort is 'What it was found to be; null until it is sorted';
comment on column sealed_tips.extension_reason is 'Why the limit was extended, once; a closed list, for words may tell of the content';
comment on column sealed_tips.ended_at is 'Whole hour in which it was closed, merged or withdrawn; retention runs from it';
comment on column sealed_tips.merged_into is 'The tip that tells of the same thing and goes on';
comment on column sealed_tips.next_clock is 'Code in tip_clocks of the limit to watch; null = none runs';
comment on column sealed_tips.decision_due_at is 'Instant at whose passing the decision is overdue; null = not worked yet, or nothing to decide';
comment on column sealed_tips.awaits_answer is 'The resident wrote last';
comment on column sealed_tips.due_at is 'Instant at whose passing that limit is missed';

-- Its first clock when it comes in; none when it has ended, by whoever ended it.
create function watch_sealed_tip() returns trigger
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  if new.state in ('closed', 'merged', 'withdrawn') then
    new.ended_at := coalesce(new.ended_at, date_trunc('hour', now()));
    new.next_clock := null;
    new.due_at := null;
  elsif tg_op = 'INSERT' and new.due_at is null then
    select c.code, new.unit_received_at + make_interval(hours => c.amount) into new.next_clock, new.due_at
    from tip_clocks c where c.code = case
      when exists (select from difficult_areas d where d.province_id = new.province_id and d.unit_id = new.unit_id)
      then 'assess_difficult' else 'assess' end;
  end if;
  return new;
end $$;
create trigger watch_sealed_tip before insert or update on sealed_tips for each row execute function watch_sealed_tip();

create function note_tip_message() returns trigger
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  update sealed_tips s set awaits_answer = new.author = 'resident', last_message_at = date_trunc('hour', now())
  where s.province_id = new.province_id and s.id = new.sealed_tip_id;
  return new;
end $$;
create trigger note_tip_message after insert on tip_pieces for each row when (new.kind = 'message') execute function note_tip_message();

create table difficult_areas (
  province_id integer not null,
  unit_id integer not null references units,
  noted_by uuid not null references accounts,
  noted_at timestamptz not null default now(),
  primary key (province_id, unit_id)
);
create index difficult_areas_unit_id_index on difficult_areas (unit_id);
create index difficult_areas_noted_by_index on difficult_areas (noted_by);
comment on table difficult_areas is 'Units that have 24 instead of 12 hours to assess a tip';

create table tip_trail (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  sealed_tip_id uuid not null,
  unit_id integer not null references units,
  number integer not null,
  act text not null check (act in ('recorded', 'sort', 'verify', 'forward', 'take_back', 'decide', 'inform', 'close', 'extend',
    'merge', 'route', 'move_up', 'reply', 'respond', 'protect', 'complex')),
  account_id uuid not null references accounts,
  at timestamptz not null default date_trunc('hour', now()),
  to_unit_id integer references units,
  code text,
  primary key (province_id, id),
  constraint tip_trail_number_key unique (province_id, sealed_tip_id, number),
  foreign key (province_id, sealed_tip_id) references sealed_tips (province_id, id)
);
create index tip_trail_unit_id_index on tip_trail (unit_id, at);
create index tip_trail_account_id_index on tip_trail (account_id);
create index tip_trail_to_unit_id_index on tip_trail (to_unit_id);
comment on table tip_trail is 'The administrative trail of a tip: who did what at which unit, by the hour; closed values only';
comment on column tip_trail.unit_id is 'The unit at which it was done; it keeps these lines when the tip goes on to another';
comment on column tip_trail.number is 'Order within the tip, from 1';
comment on column tip_trail.code is 'What the act said, as a code of a closed list: the kind, the outcome, the reason';

create table tip_openings (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  sealed_tip_id uuid not null,
  unit_id integer not null references units,
  account_id uuid not null references accounts,
  reason text not null check (reason in ('first_reading', 'verifying', 'answering', 'handing_over', 'supervising', 'later_question')),
  at timestamptz not null default date_trunc('hour', now()),
  primary key (province_id, id),
  foreign key (province_id, sealed_tip_id) references sealed_tips (province_id, id)
);
create index tip_openings_sealed_tip_id_index on tip_openings (province_id, sealed_tip_id);
create index tip_openings_unit_id_index on tip_openings (unit_id, at);
create index tip_openings_account_id_index on tip_openings (account_id);
comment on table tip_openings is 'Every opening of the content of a tip, with its reason; seen by the head of the unit';

-- Keys -----------------------------------------------------------------------------------------------------------------

create table handler_keys (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts,
  public_key bytea not null check (octet_length(public_key) = 32),
  wrapped_secret bytea not null check (octet_length(wrapped_secret) = 97),
  made_at timestamptz not null default now(),
  retired_at timestamptz
);
create unique index handler_keys_current_key on handler_keys (account_id) where retired_at is null;
create index handler_keys_account_id_index on handler_keys (account_id);
comment on table handler_keys is 'The key pair of a person who opens tips or keeps a part of an escrow, made in the browser';
comment on column handler_keys.wrapped_secret is
  'The secret half under Argon2id of the passphrase, which no server sees; given to its owner alone, by my_handler_key';
comment on column handler_keys.retired_at is 'When another took its place, as after a forgotten passphrase';

create table inbox_key_shares (
  province_id integer not null,
  inbox_key_id uuid not null references inbox_keys,
  handler_key_id uuid not null references handler_keys,
  unit_id integer not null references units,
  sealed bytea not null check (octet_length(sealed) = 112),
  shared_by uuid not null references accounts,
  shared_at timestamptz not null default now(),
  by_escrow boolean not null default false,
  primary key (province_id, inbox_key_id, handler_key_id)
);
create index inbox_key_shares_inbox_key_id_index on inbox_key_shares (inbox_key_id);
create index inbox_key_shares_handler_key_id_index on inbox_key_shares (handler_key_id);
create index inbox_key_shares_unit_id_index on inbox_key_shares (unit_id);
create index inbox_key_shares_shared_by_index on inbox_key_shares (shared_by);
comment on table inbox_key_shares is 'The secret of an inbox, sealed to the key of each handler';
comment on column inbox_key_shares.sealed is 'Sealed box of 64 bytes; given to its owner alone, while the post lasts';
comment on column inbox_key_shares.by_escrow is 'Opened by two custodians instead of a colleague';

create table escrow_parts (
  province_id integer not null,
  inbox_key_id uuid not null references inbox_keys,
  handler_key_id uuid not null references handler_keys,
  unit_id integer not null references units,
  sealed bytea not null check (octet_length(sealed) = 113),
  primary key (province_id, inbox_key_id, handler_key_id)
);
create index escrow_parts_inbox_key_id_index on escrow_parts (inbox_key_id);
create index escrow_parts_handler_key_id_index on escrow_parts (handler_key_id);
create index escrow_parts_unit_id_index on escrow_parts (unit_id);
comment on table escrow_parts is 'Parts of the secret of an inbox (Shamir, two needed), each sealed to a custodian';

create table escrow_requests (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  inbox_key_id uuid not null references inbox_keys,
  handler_key_id uuid not null references handler_keys,
  asked_by uuid not null references accounts,
  reason text not null check (char_length(reason) between 10 and 300),
  asked_at timestamptz not null default now(),
  ended_at timestamptz,
  outcome text check (outcome in ('used', 'withdrawn')),
  primary key (province_id, id),
  constraint escrow_requests_ended_check check ((ended_at is null) = (outcome is null))
);
create unique index escrow_requests_open_key on escrow_requests (province_id, inbox_key_id, handler_key_id) where ended_at is null;
create index escrow_requests_unit_id_index on escrow_requests (unit_id);
create index escrow_requests_inbox_key_id_index on escrow_requests (inbox_key_id);
create index escrow_requests_handler_key_id_index on escrow_requests (handler_key_id);
create index escrow_requests_asked_by_index on escrow_requests (asked_by);
comment on table escrow_requests is 'A handler asks the custodians to open an inbox whose secret no handler can open any more';
comment on column escrow_requests.reason is 'Why, for the custodians to read; about the key, never about a tip';

create table escrow_passes (
  province_id integer not null,
  request_id uuid not null,
  account_id uuid not null references accounts,
  unit_id integer not null references units,
  sealed bytea not null check (octet_length(sealed) = 113),
  passed_at timestamptz not null default now(),
  primary key (province_id, request_id, account_id),
  foreign key (province_id, request_id) references escrow_requests (province_id, id)
);
create index escrow_passes_account_id_index on escrow_passes (account_id);
create index escrow_passes_unit_id_index on escrow_passes (unit_id);
comment on table escrow_passes is 'The part of a custodian, opened in the custodian''s browser and sealed to the one who asks';

-- Row security ---------------------------------------------------------------------------------------------------------

do $$
declare
  guarded text;
begin
  foreach guarded in array array['difficult_areas', 'tip_trail', 'tip_openings', 'inbox_key_shares', 'escrow_parts',
    'escrow_requests', 'escrow_passes'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format('create policy %I on %I to current_user using (true) with check (true)', guarded || '_owner', guarded);
    execute format('create policy %I on %I for select using (unit_id in (select units_with(''tip.handle''))
      or (select has_nationwide(''tip.oversee'')) or unit_id in (select units_with(''tip.oversee'')) %s)', guarded || '_read', guarded,
      case when guarded like 'escrow%' then 'or unit_id in (select units_with(''tip.escrow''))' end);
  end loop;
end $$;
create policy difficult_areas_insert on difficult_areas for insert with check (unit_id in (select units_with('tip.oversee')));
create policy difficult_areas_delete on difficult_areas for delete using (unit_id in (select units_with('tip.oversee')));
create policy tip_trail_insert on tip_trail for insert with check (
  unit_id in (select units_with('tip.handle')) and account_id = (select session_account()));
create policy escrow_requests_insert on escrow_requests for insert with check (
  unit_id in (select units_with('tip.handle')) and asked_by = (select session_account()));
create policy escrow_requests_update on escrow_requests for update using (asked_by = (select session_account()));

-- A handler sees and moves the tips of the own inbox; keys and pieces come by functions alone.
create policy sealed_tips_handle_read on sealed_tips for select using (unit_id in (select units_with('tip.handle')));
create policy sealed_tips_handle_insert on sealed_tips for insert with check (unit_id in (select units_with('tip.handle')));
create policy sealed_tips_handle_update on sealed_tips for update using (unit_id in (select units_with('tip.handle')));

-- Counts of a tip that lies in an inbox follow from what is done there; by hand they do not change.
create function keep_tips_of_inboxes() returns trigger
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  if coalesce(current_setting('app.tip_inbox', true), '') <> 'on'
    and exists (select from sealed_tips s where s.province_id = old.province_id and s.tip_id = old.id) then
    raise exception 'tip % is kept by an inbox', old.id using errcode = 'check_violation', constraint = 'tips_kept_by_inbox';
  end if;
  return new;
end $$;
create trigger keep_tips_of_inboxes before update on tips for each row execute function keep_tips_of_inboxes();

-- Functions of keys ----------------------------------------------------------------------------------------------------

-- Everybody who holds a right for a unit today, with the current key of each.
create function people_with(p_permission text, p_unit_id integer)
returns table (account_id uuid, display_name text, handler_key_id uuid, public_key bytea)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select distinct a.id, a.display_name, k.id, k.public_key
  from posts p join role_permissions rp on rp.role = p.role and rp.permission = p_permission
  join accounts a on a.id = p.account_id and a.disabled_at is null
  join units h on h.id = p.unit_id
  left join handler_keys k on k.account_id = a.id and k.retired_at is null
  where p.valid_from <= vietnam_today() and (p.valid_to is null or p.valid_to > vietnam_today())
    and (cardinality(p.modules) = 0 or split_part(p_permission, '.', 1) = any (p.modules))
    and (p.unit_id = p_unit_id or rp.reach = 'below' and (h.kind = 'nation' or exists (
      select from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
      where t.view = 'today' and t.holder_id = p.unit_id and t.unit_id = p_unit_id)))
$$;

-- The same for whoever handles, oversees or guards the inbox: the people of an inbox, and its custodians.
create function people_of_inbox(p_unit_id integer, p_permission text)
returns table (account_id uuid, display_name text, handler_key_id uuid, public_key bytea)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select h.* from people_with(p_permission, p_unit_id) h
  where p_permission in ('tip.handle', 'tip.escrow')
    and (p_unit_id in (select units_with('tip.handle')) or has_nationwide('tip.oversee')
      or p_unit_id in (select units_with('tip.oversee')) or p_unit_id in (select units_with('tip.escrow')))
  order by h.display_name, h.account_id
$$;

create function my_handler_key() returns table (id uuid, public_key bytea, wrapped_secret bytea, made_at timestamptz)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select k.id, k.public_key, k.wrapped_secret, k.made_at from handler_keys k
  where k.account_id = session_account() and k.retired_at is null
$$;

-- A new key pair of the one who asks; the one before retires, and with it its shares.
create function keep_my_handler_key(p_public_key bytea, p_wrapped_secret bytea) returns uuid
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  made uuid;
begin
  if not exists (select from session_posts('tip.handle') union all select from session_posts('tip.escrow')) then
    raise exception 'keep_my_handler_key_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  update handler_keys set retired_at = now() where account_id = session_account() and retired_at is null;
  insert into handler_keys (account_id, public_key, wrapped_secret) values (session_account(), p_public_key, p_wrapped_secret)
    returning id into made;
  return made;
end $$;

-- The shares that the one who asks can open now, for the inboxes of the posts of today.
create function my_inbox_shares(p_unit_id integer) returns table (inbox_key_id uuid, generation integer, public_key bytea, sealed bytea)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select k.id, k.generation, k.public_key, s.sealed
  from inbox_key_shares s join handler_keys h on h.id = s.handler_key_id and h.retired_at is null
  join inbox_keys k on k.id = s.inbox_key_id
  where h.account_id = session_account() and s.unit_id = p_unit_id and p_unit_id in (select units_with('tip.handle'))
  order by k.generation desc
$$;

-- Seals of an inbox's secret to handlers and custodians who hold their posts today.
create function keep_inbox_shares(p_inbox_key_id uuid, p_shares jsonb, p_by_escrow boolean) returns void
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  inbox inbox_keys%rowtype;
begin
  select k.* into strict inbox from inbox_keys k where k.id = p_inbox_key_id;
  if exists (select from jsonb_to_recordset(p_shares) as s("handlerKeyId" uuid)
    where s."handlerKeyId" not in (select h.handler_key_id from people_with('tip.handle', inbox.unit_id) h where h.handler_key_id is not null)) then
    raise exception 'inbox_share_misplaced' using errcode = 'check_violation', constraint = 'inbox_share_misplaced';
  end if;
  insert into inbox_key_shares (province_id, inbox_key_id, handler_key_id, unit_id, sealed, shared_by, by_escrow)
  select u.province_id, inbox.id, s."handlerKeyId", inbox.unit_id, decode(s.sealed, 'base64'), session_account(), p_by_escrow
  from jsonb_to_recordset(p_shares) as s("handlerKeyId" uuid, sealed text), units u where u.id = inbox.unit_id
  on conflict do nothing;
end $$;

-- The first key of an inbox, or the one that follows. Null where another generation was made meanwhile.
create function make_inbox_key(p_unit_id integer, p_generation integer, p_public_key bytea, p_sign_public_key bytea,
  p_previous_signature bytea, p_shares jsonb, p_parts jsonb) returns uuid
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  made uuid;
begin
  if p_unit_id not in (select units_with('tip.handle')) then
    raise exception 'make_inbox_key_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(28, p_unit_id);
  if p_generation <> coalesce((select max(k.generation) from inbox_keys k where k.unit_id = p_unit_id), 0) + 1 then return null; end if;
  update inbox_keys set retired_at = now() where unit_id = p_unit_id and retired_at is null;
  insert into inbox_keys (unit_id, generation, public_key, sign_public_key, previous_signature, made_by)
    values (p_unit_id, p_generation, p_public_key, p_sign_public_key, p_previous_signature, session_account()) returning id into made;
  perform keep_inbox_shares(made, p_shares, false);
  -- Whoever makes a key can open it.
  if not exists (select from inbox_key_shares s join handler_keys h on h.id = s.handler_key_id
    where s.inbox_key_id = made and h.account_id = session_account() and h.retired_at is null) then
    raise exception 'inbox_share_own_missing' using errcode = 'check_violation', constraint = 'inbox_share_misplaced';
  end if;
  if exists (select from jsonb_to_recordset(p_parts) as s("handlerKeyId" uuid)
    where s."handlerKeyId" not in (select h.handler_key_id from people_with('tip.escrow', p_unit_id) h where h.handler_key_id is not null))
    or (select count(distinct s."handlerKeyId") from jsonb_to_recordset(p_parts) as s("handlerKeyId" uuid)) not in
      (select 0 union all select generate_series(3, 20)) then
    raise exception 'escrow_part_misplaced' using errcode = 'check_violation', constraint = 'inbox_share_misplaced';
  end if;
  insert into escrow_parts (province_id, inbox_key_id, handler_key_id, unit_id, sealed)
  select u.province_id, made, s."handlerKeyId", p_unit_id, decode(s.sealed, 'base64')
  from jsonb_to_recordset(p_parts) as s("handlerKeyId" uuid, sealed text), units u where u.id = p_unit_id;
  return made;
end $$;

-- A handler who can open an inbox shares it to colleagues. False: cannot open that key.
create function share_inbox_key(p_inbox_key_id uuid, p_shares jsonb) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  if not exists (select from inbox_key_shares s join handler_keys h on h.id = s.handler_key_id and h.retired_at is null
    where s.inbox_key_id = p_inbox_key_id and h.account_id = session_account()
      and s.unit_id in (select units_with('tip.handle'))) then
    return false;
  end if;
  perform keep_inbox_shares(p_inbox_key_id, p_shares, false);
  return true;
end $$;

-- What a custodian may pass on: the own part, and the key of the one who asks. Nobody passes a part to oneself.
create function my_escrow_part(p_request_id uuid) returns table (sealed bytea, asker_public_key bytea)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select p.sealed, a.public_key
  from escrow_requests r join escrow_parts p on p.province_id = r.province_id and p.inbox_key_id = r.inbox_key_id
  join handler_keys h on h.id = p.handler_key_id and h.retired_at is null
  join handler_keys a on a.id = r.handler_key_id and a.retired_at is null
  where r.id = p_request_id and r.ended_at is null and h.account_id = session_account() and r.asked_by <> session_account()
    and r.unit_id in (select units_with('tip.escrow'))
$$;

create function pass_escrow_part(p_request_id uuid, p_sealed bytea) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  if not exists (select from my_escrow_part(p_request_id)) then return false; end if;
  insert into escrow_passes (province_id, request_id, account_id, unit_id, sealed)
  select r.province_id, r.id, session_account(), r.unit_id, p_sealed from escrow_requests r where r.id = p_request_id
  on conflict do nothing;
  return found;
end $$;

-- The parts that were passed to the one who asks; nothing until two are there.
create function passed_escrow_parts(p_request_id uuid) returns table (sealed bytea)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select e.sealed from escrow_requests r join escrow_passes e on e.province_id = r.province_id and e.request_id = r.id
  where r.id = p_request_id and r.ended_at is null and r.asked_by = session_account()
    and r.unit_id in (select units_with('tip.handle'))
    and (select count(*) from escrow_passes n where n.province_id = r.province_id and n.request_id = r.id) >= 2
$$;

-- The one who asked keeps the secret, sealed to the own key; the request ends.
create function use_escrow(p_request_id uuid, p_sealed bytea) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  asked escrow_requests%rowtype;
begin
  if (select count(*) from passed_escrow_parts(p_request_id)) < 2 then return false; end if;
  update escrow_requests r set ended_at = now(), outcome = 'used' where r.id = p_request_id and r.ended_at is null returning * into asked;
  perform keep_inbox_shares(asked.inbox_key_id,
    jsonb_build_array(jsonb_build_object('handlerKeyId', asked.handler_key_id, 'sealed', encode(p_sealed, 'base64'))), true);
  return true;
end $$;

-- Functions of tips ----------------------------------------------------------------------------------------------------

-- Opens the content for a handler of the inbox: on record with its reason, and counted for the resident. Files as their
-- length alone. No row: not of the own inbox, or nothing is left of it.
create function read_tip_for_handling(p_tip_id uuid, p_reason text) returns table (keys jsonb, pieces jsonb, receipt_public_key bytea)
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  found_tip sealed_tips%rowtype;
begin
  select s.* into found_tip from sealed_tips s where s.id = p_tip_id and s.unit_id in (select units_with('tip.handle'))
    and s.content_destroyed_at is null for update;
  if not found then return; end if;
  insert into tip_openings (province_id, sealed_tip_id, unit_id, account_id, reason)
    values (found_tip.province_id, found_tip.id, found_tip.unit_id, session_account(), p_reason);
  update sealed_tips s set opened_count = s.opened_count + 1 where s.province_id = found_tip.province_id and s.id = found_tip.id;
  return query select
    coalesce((select jsonb_agg(jsonb_build_object('purpose', k.purpose, 'inboxKeyId', k.inbox_key_id,
        'sealed', encode(k.sealed, 'base64')) order by k.purpose)
      from tip_keys k where k.province_id = found_tip.province_id and k.sealed_tip_id = found_tip.id and k.holder = 'inbox'), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'author', p.author,
        'writtenAt', to_char(p.written_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'bytes', octet_length(p.ciphertext),
        'ciphertext', case when p.kind <> 'file' then translate(encode(p.ciphertext, 'base64'), E'\n', '') end) order by p.number)
      from tip_pieces p where p.province_id = found_tip.province_id and p.sealed_tip_id = found_tip.id), '[]'),
    (select r.receipt_public_key from tip_receipts r where r.province_id = found_tip.province_id and r.sealed_tip_id = found_tip.id);
end $$;

-- One file, for a handler who opened the tip within the last day.
create function read_tip_file(p_tip_id uuid, p_piece_id uuid) returns bytea
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select p.ciphertext from sealed_tips s join tip_pieces p on p.province_id = s.province_id and p.sealed_tip_id = s.id
  where s.id = p_tip_id and p.id = p_piece_id and p.kind = 'file' and s.unit_id in (select units_with('tip.handle'))
    and exists (select from tip_openings o where o.province_id = s.province_id and o.sealed_tip_id = s.id
      and o.account_id = session_account() and o.at > now() - interval '1 day')
$$;

-- Pieces that a handler writes: replies, or the whole of a tip taken by phone or in person (then with its keys).
create function write_to_tip(p_tip_id uuid, p_author text, p_keys jsonb, p_pieces jsonb, p_content bytea) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  found_tip sealed_tips%rowtype;
begin
  select s.* into found_tip from sealed_tips s where s.id = p_tip_id and s.unit_id in (select units_with('tip.handle'))
    and s.content_destroyed_at is null for update;
  if not found then return false; end if;
  insert into tip_keys (province_id, sealed_tip_id, purpose, holder, inbox_key_id, sealed)
    select found_tip.province_id, found_tip.id, k.purpose, 'inbox', found_tip.inbox_key_id, decode(k.sealed, 'base64')
    from jsonb_to_recordset(p_keys) as k(purpose text, sealed text);
  perform keep_tip_pieces(found_tip.province_id, found_tip.id, p_author, p_pieces, p_content);
  return true;
end $$;

-- Brings a tip to the inbox of another unit: its keys sealed anew to that inbox by the handler's browser, its counts
-- under that unit, its clocks from now on. The unit before keeps the trail. False: not of the own inbox, changed
-- meanwhile, or the inbox key is not the current one of that unit.
create function route_sealed_tip(p_tip_id uuid, p_version integer, p_inbox_key_id uuid, p_keys jsonb, p_about_officer boolean)
returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  found_tip sealed_tips%rowtype;
  target inbox_keys%rowtype;
  counts tips%rowtype;
begin
  select s.* into found_tip from sealed_tips s where s.id = p_tip_id and s.version = p_version
    and s.unit_id in (select units_with('tip.handle')) for update;
  if not found then return false; end if;
  select k.* into target from inbox_keys k where k.id = p_inbox_key_id and k.retired_at is null and k.unit_id <> found_tip.unit_id
    for share;
  if not found then return false; end if;
  -- Every key of the old inbox is replaced, or none.
  if (select array_agg(k.purpose order by k.purpose) from tip_keys k
      where k.province_id = found_tip.province_id and k.sealed_tip_id = found_tip.id and k.holder = 'inbox')
    is distinct from (select array_agg(k.purpose order by k.purpose) from jsonb_to_recordset(p_keys) as k(purpose text)) then
    return false;
  end if;
  update tip_keys k set inbox_key_id = target.id, sealed = decode(n.sealed, 'base64')
    from jsonb_to_recordset(p_keys) as n(purpose text, sealed text)
    where k.province_id = found_tip.province_id and k.sealed_tip_id = found_tip.id and k.holder = 'inbox' and k.purpose = n.purpose;
  update sealed_tips s set unit_id = target.unit_id, inbox_key_id = target.id, state = 'received', version = s.version + 1,
      unit_received_at = date_trunc('hour', now()), about_officer = p_about_officer, sort = null, sorted_at = null,
      is_urgent = false, is_complex = false, handed_over_at = null, decided_at = null, extended_at = null, extension_reason = null,
      decision_due_at = null, next_clock = c.code, due_at = date_trunc('hour', now()) + make_interval(hours => c.amount)
    from tip_clocks c where c.code = 'assess' and s.province_id = found_tip.province_id and s.id = found_tip.id;
  perform set_config('app.tip_inbox', 'on', true);
  update tips t set unit_id = target.unit_id, version = t.version + 1
    where t.province_id = found_tip.province_id and t.id = found_tip.tip_id returning * into counts;
  insert into record_versions (province_id, register, record_id, version, unit_id, act, content, account_id, at)
    select counts.province_id, 'tips', counts.id, counts.version, counts.unit_id, 'corrected', v.content, session_account(), date_trunc('hour', now())
    from record_versions v where v.province_id = counts.province_id and v.record_id = counts.id and v.version = counts.version - 1;
  perform set_config('app.tip_inbox', '', true);
  return true;
end $$;

-- Counts for superiors: how many tips are open and late in each inbox below, nothing of any tip.
create function count_open_tips() returns table (unit_id integer, open_count integer, late_count integer, unread_count integer)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select s.unit_id, count(*)::integer, (count(*) filter (where s.due_at < now()))::integer,
    (count(*) filter (where s.opened_count = 0))::integer
  from sealed_tips s
  where s.ended_at is null and (has_nationwide('tip.oversee') or s.unit_id in (select units_with('tip.oversee'))
    or s.unit_id in (select units_with('tip.handle')))
  group by s.unit_id
$$;

-- Destroys the content of tips that ended longer ago than the limit `retention`; counts and trail stay. Answers how many.
create function destroy_expired_tips() returns integer
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  expired record;
  destroyed integer := 0;
begin
  for expired in select s.province_id, s.id from sealed_tips s, tip_clocks c
    where c.code = 'retention' and s.content_destroyed_at is null and s.ended_at < now() - make_interval(months => c.amount)
    limit 1000 for update of s skip locked
  loop
    perform destroy_tip_content(expired.province_id, expired.id, 'content');
    destroyed := destroyed + 1;
  end loop;
  return destroyed;
end $$;

-- Notes in the counts that the limit of an open tip has passed, once. Answers how many.
create function mark_overdue_tips() returns integer
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  marked integer;
begin
  perform set_config('app.tip_inbox', 'on', true);
  with late as (
    update tips t set timeliness = 'overdue', version = t.version + 1
    from sealed_tips s, tip_clocks c
    where c.code = 'decide' and s.ended_at is null and s.decided_at is null
      -- One that nobody has looked at has the limit of most.
      and coalesce(s.decision_due_at, case when s.sorted_at is null then s.unit_received_at + make_interval(days => c.amount + 1) end) < now()
      and t.province_id = s.province_id and t.id = s.tip_id and t.timeliness is null and t.void_reason is null
    returning t.*),
  kept as (
    insert into record_versions (province_id, register, record_id, version, unit_id, act, content, at)
    select l.province_id, 'tips', l.id, l.version, l.unit_id, 'corrected', v.content || '{"timeliness": "overdue"}', date_trunc('hour', now())
    from late l join record_versions v on v.province_id = l.province_id and v.record_id = l.id and v.version = l.version - 1)
  select count(*)::integer into marked from late;
  perform set_config('app.tip_inbox', '', true);
  return marked;
end $$;

-- How many acts a tip has seen, at whatever unit: the order of its trail, without the lines of other units.
create function tip_trail_length(p_province_id integer, p_tip_id uuid) returns integer
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select coalesce(max(l.number), 0) from tip_trail l where l.province_id = p_province_id and l.sealed_tip_id = p_tip_id
$$;
