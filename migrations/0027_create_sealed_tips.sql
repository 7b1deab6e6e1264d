-- Sealed tips: the content of a tip as ciphertext only, the keys it was sealed to, and what finds it again by its receipt.
-- Nothing here is read or written by the running role but through functions; ids are random, instants are whole hours.

alter table tips
  add column anonymity text check (anonymity in ('anonymous', 'with_contact')),
  add column reachable text check (reachable in ('yes', 'no'));
comment on column tips.anonymity is 'Whether its source left a contact; null = not noted';
comment on column tips.reachable is 'Whether its source can be told anything; null = not noted';

create table inbox_keys (
  id uuid primary key default gen_random_uuid(),
  unit_id integer not null references units,
  generation integer not null check (generation >= 1),
  public_key bytea not null check (octet_length(public_key) = 32),
  sign_public_key bytea not null check (octet_length(sign_public_key) = 32),
  previous_signature bytea check (octet_length(previous_signature) = 64),
  made_by uuid not null references accounts,
  made_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint inbox_keys_generation_key unique (unit_id, generation),
  constraint inbox_keys_first_is_unsigned check (generation > 1 or previous_signature is null)
);
create unique index inbox_keys_current_key on inbox_keys (unit_id) where retired_at is null;
create index inbox_keys_made_by_index on inbox_keys (made_by);
comment on table inbox_keys is
  'Public keys of the inboxes of units, every generation, readable by all: a reference table. The secret halves are known to the handlers alone';
comment on column inbox_keys.generation is '1, 2, …: a key is replaced when a handler leaves';
comment on column inbox_keys.public_key is 'X25519: content keys are sealed to it';
comment on column inbox_keys.sign_public_key is 'Ed25519: signs the generation that follows';
comment on column inbox_keys.previous_signature is
  'Ed25519 of the generation before over unit, generation and both keys; null = the first, or begun anew because the one before was lost';
comment on column inbox_keys.retired_at is 'When no further tips were sealed to it; null = the current one of the unit';

create table sealed_tips (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  tip_id uuid not null,
  inbox_key_id uuid not null references inbox_keys,
  request_id uuid not null,
  state text not null default 'received' check (state in
    ('received', 'sorted', 'verifying', 'forwarded', 'decided', 'informed', 'closed', 'returned', 'merged', 'withdrawn')),
  verified boolean not null,
  about_officer boolean not null default false,
  received_at timestamptz not null default date_trunc('hour', now()),
  last_message_at timestamptz,
  opened_count integer not null default 0,
  content_destroyed_at timestamptz,
  primary key (province_id, id),
  constraint sealed_tips_request_key unique (province_id, request_id),
  constraint sealed_tips_tip_key unique (province_id, tip_id),
  foreign key (province_id, tip_id) references tips (province_id, id)
);
create index sealed_tips_unit_id_index on sealed_tips (unit_id, state);
create index sealed_tips_inbox_key_id_index on sealed_tips (inbox_key_id);
comment on table sealed_tips is 'A tip whose content is sealed, one to one with its row of counts in tips';
comment on column sealed_tips.unit_id is 'The unit in whose inbox it lies';
comment on column sealed_tips.inbox_key_id is 'The inbox key that its content key is sealed to';
comment on column sealed_tips.request_id is 'Random id of the sending, so that what is sent twice is one tip';
comment on column sealed_tips.verified is 'False where it was sent without proof of work: a queue of its own';
comment on column sealed_tips.about_officer is 'Said by the resident before sealing: about an officer of the unit below. Only ever true at a superior';
comment on column sealed_tips.received_at is 'Whole hour of receipt, from which the clocks run';
comment on column sealed_tips.last_message_at is 'Whole hour of the latest message of either side; null = none yet';
comment on column sealed_tips.opened_count is 'How many times a handler opened the content; the resident is told this number';
comment on column sealed_tips.content_destroyed_at is 'Whole hour in which keys and pieces were deleted; counts stay';

create table tip_receipts (
  province_id integer not null,
  sealed_tip_id uuid not null,
  locator_hash bytea not null check (octet_length(locator_hash) = 32),
  receipt_public_key bytea not null check (octet_length(receipt_public_key) = 32),
  primary key (province_id, sealed_tip_id),
  constraint tip_receipts_locator_key unique (province_id, locator_hash),
  foreign key (province_id, sealed_tip_id) references sealed_tips
);
create index tip_receipts_locator_hash_index on tip_receipts (locator_hash);
comment on table tip_receipts is 'How the resident finds the tip again';
comment on column tip_receipts.locator_hash is
  'HMAC-SHA256, under a key kept outside the database, of what the receipt code derives for the server; the code itself is kept nowhere';
comment on column tip_receipts.receipt_public_key is 'X25519: replies of later handlers and new content keys can be sealed to the receipt';

create table tip_keys (
  province_id integer not null,
  sealed_tip_id uuid not null,
  purpose text not null check (purpose in ('content', 'contact')),
  holder text not null check (holder in ('inbox', 'receipt')),
  inbox_key_id uuid references inbox_keys,
  sealed bytea not null check (octet_length(sealed) = 80),
  primary key (province_id, sealed_tip_id, purpose, holder),
  constraint tip_keys_inbox_is_named check ((holder = 'inbox') = (inbox_key_id is not null)),
  foreign key (province_id, sealed_tip_id) references sealed_tips
);
create index tip_keys_inbox_key_id_index on tip_keys (inbox_key_id);
comment on table tip_keys is 'The random key of a tip''s content, and another of its contact, sealed to whoever may open it. Deleted = destroyed';
comment on column tip_keys.sealed is 'libsodium sealed box of 32 bytes';

create table tip_pieces (
  province_id integer not null,
  sealed_tip_id uuid not null,
  id uuid not null,
  number integer not null,
  kind text not null check (kind in ('text', 'contact', 'message', 'file')),
  author text not null check (author in ('resident', 'handler')),
  ciphertext bytea not null,
  written_at timestamptz not null default date_trunc('hour', now()),
  primary key (province_id, sealed_tip_id, id),
  constraint tip_pieces_number_key unique (province_id, sealed_tip_id, number),
  foreign key (province_id, sealed_tip_id) references sealed_tips
);
-- Ciphertext cannot be compressed.
alter table tip_pieces alter column ciphertext set storage external;
comment on table tip_pieces is 'Text, contact, messages and files of a tip, each sealed and padded (docs/sealing.md)';
comment on column tip_pieces.id is 'Random, and sealed into the piece: no piece takes the place of another';
comment on column tip_pieces.number is 'Order within the tip, from 1; instants are whole hours and do not tell it';
comment on column tip_pieces.written_at is 'Whole hour';

do $$
declare
  guarded text;
begin
  foreach guarded in array array['sealed_tips', 'tip_receipts', 'tip_keys', 'tip_pieces'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format('create policy %I on %I to current_user using (true) with check (true)', guarded || '_owner', guarded);
    -- Only functions read these rows.
    execute format('create policy %I on %I for select using (false)', guarded || '_read', guarded);
  end loop;
end $$;

-- Holding back junk ----------------------------------------------------------------------------------------------------
-- Unlogged: not in the journal of the database, not in backups, gone after a crash.

create unlogged table spent_challenges (
  challenge bytea primary key,
  expires_at timestamptz not null
);
create index spent_challenges_expires_at_index on spent_challenges (expires_at);
comment on table spent_challenges is 'SHA-256 of proofs of work and form tokens that were used, until they would expire anyway';

create unlogged table intake_limits (
  source bytea not null,
  hour timestamptz not null,
  sent integer not null,
  primary key (source, hour)
);
comment on table intake_limits is 'How many tips came in an hour';
comment on column intake_limits.source is
  'HMAC of the address under a key that is forgotten each day; the word unverified = all that came without proof of work';

create unlogged table intake_limit_keys (
  day date primary key,
  key bytea not null
);
comment on table intake_limit_keys is 'The random key of the day for hashes of addresses; those of earlier days are deleted, which makes the hashes meaningless';

-- Today's key, made on first use. Those of other days go, and what they had hashed.
create function intake_limit_key() returns bytea
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  today constant date := vietnam_today();
  found_key bytea;
begin
  select k.key into found_key from intake_limit_keys k where k.day = today;
  if found_key is null then
    delete from intake_limit_keys k where k.day <> today;
    delete from intake_limits l where l.hour < now() - interval '2 hours';
    insert into intake_limit_keys values (today, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
      on conflict do nothing;
    select k.key into found_key from intake_limit_keys k where k.day = today;
  end if;
  return found_key;
end $$;

-- Receiving ------------------------------------------------------------------------------------------------------------

-- Whose inbox a tip from this place goes to: the unit's own, or the nearest above that has one. About an officer of the
-- unit: from the one above its commune, province or nation on. No row: nobody has an inbox.
create function inbox_of(p_unit_id integer, p_about_officer boolean default false)
returns table (inbox_key_id uuid, unit_id integer, generation integer, public_key bytea, sign_public_key bytea)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  with recursive
  -- What an ended unit held belongs to the lowest unit of today that holds all of it.
  standing as (
    select coalesce(
      (select u.id from units u where u.id = p_unit_id and u.valid_to is null),
      (select t.holder_id from territories t
        join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
        join units h on h.id = t.holder_id and h.valid_to is null
        where t.view = 'today' and t.unit_id = p_unit_id
        order by (select count(*) from territories n where n.holder_id = t.holder_id and n.view = 'today'
          and n.boundary_version_id = t.boundary_version_id)
        limit 1)) as id),
  above as (
    select u.id, u.parent_id, u.kind, 0 as step, false as is_superior from units u join standing s on s.id = u.id
    union all
    select u.id, u.parent_id, u.kind, a.step + 1, a.is_superior or a.kind in ('commune', 'district', 'province', 'nation')
    from above a join units u on u.id = a.parent_id)
  select k.id, k.unit_id, k.generation, k.public_key, k.sign_public_key
  from above a join inbox_keys k on k.unit_id = a.id and k.retired_at is null
  where a.is_superior or not p_about_officer
  order by a.step limit 1
$$;

-- Writes a tip, whole or not at all. p_keys: [{purpose, holder, sealed (base64)}]. p_pieces: [{id, kind, bytes}], whose
-- ciphertexts follow one another in p_content. Answers known where the same sending was kept before.
create function receive_tip(p_inbox_key_id uuid, p_topic text, p_about_officer boolean, p_verified boolean,
  p_request_id uuid, p_locator_hash bytea, p_receipt_public_key bytea, p_keys jsonb, p_pieces jsonb, p_content bytea,
  p_challenge bytea, p_challenge_expires_at timestamptz, p_source bytea, p_hourly_limit integer) returns text
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  to_unit units%rowtype;
  kept_id constant uuid := gen_random_uuid();
  tip constant uuid := gen_random_uuid();
  this_hour constant timestamptz := date_trunc('hour', now());
  today constant date := vietnam_today();
  known_locator bytea;
  anonymity constant text := case when jsonb_path_exists(p_keys, '$[*] ? (@.purpose == "contact")') then 'with_contact' else 'anonymous' end;
  count_values constant jsonb := jsonb_build_object('receivedOn', today, 'sort', 'security_tip', 'topic', p_topic,
    'channel', 'portal', 'ofValue', 'no', 'competence', 'within', 'forwardedOn', null, 'settledOn', null, 'outcome', null,
    'casesCleared', 0, 'personsCleared', 0, 'personsArrested', 0, 'propertyRecoveredVnd', 0, 'firstResponseHours', 0,
    'anonymity', anonymity, 'reachable', 'yes');
begin
  select u.* into to_unit from inbox_keys k join units u on u.id = k.unit_id
    where k.id = p_inbox_key_id and k.retired_at is null;
  if not found then return 'inbox_key_retired'; end if;

  -- The sending counts once; a twin that is still being written is waited for.
  perform pg_advisory_xact_lock(hashtextextended(p_request_id::text, 27));
  select r.locator_hash into known_locator from sealed_tips s
    join tip_receipts r on r.province_id = s.province_id and r.sealed_tip_id = s.id
    where s.province_id = to_unit.province_id and s.request_id = p_request_id;
  if found then return case when known_locator = p_locator_hash then 'known' else 'request_reused' end; end if;

  insert into intake_limits as l values (p_source, this_hour, 1)
    on conflict (source, hour) do update set sent = l.sent + 1 where l.sent < p_hourly_limit;
  if not found then return 'too_many'; end if;
  delete from spent_challenges c where c.challenge in (select e.challenge from spent_challenges e
    where e.expires_at < now() limit 20 for update skip locked);
  insert into spent_challenges values (p_challenge, p_challenge_expires_at) on conflict do nothing;
  if not found then return 'challenge_spent'; end if;

  -- Whoever has the receipt can be told.
  insert into tips (province_id, id, unit_id, received_on, sort, topic, channel, of_value, competence, anonymity, reachable)
    values (to_unit.province_id, tip, to_unit.id, today, 'security_tip', p_topic, 'portal', 'no', 'within', anonymity, 'yes');
  insert into record_versions (province_id, register, record_id, version, unit_id, act, content, at)
    values (to_unit.province_id, 'tips', tip, 1, to_unit.id, 'registered', count_values || '{"voidReason": null}', this_hour);
  insert into audit_lines (province_id, act, subject_kind, subject_id, unit_id, at, changes)
    values (to_unit.province_id, 'tip.registered', 'tip', tip::text, to_unit.id, this_hour,
      (select jsonb_object_agg(c.key, jsonb_build_object('from', null, 'to', c.value)) from jsonb_each(count_values) c
        where c.value <> 'null'));
  insert into sealed_tips (province_id, id, unit_id, tip_id, inbox_key_id, request_id, verified, about_officer)
    values (to_unit.province_id, kept_id, to_unit.id, tip, p_inbox_key_id, p_request_id, p_verified, p_about_officer);
  insert into tip_receipts values (to_unit.province_id, kept_id, p_locator_hash, p_receipt_public_key);
  insert into tip_keys (province_id, sealed_tip_id, purpose, holder, inbox_key_id, sealed)
    select to_unit.province_id, kept_id, k.purpose, k.holder, case when k.holder = 'inbox' then p_inbox_key_id end,
      decode(k.sealed, 'base64')
    from jsonb_to_recordset(p_keys) as k(purpose text, holder text, sealed text);
  perform keep_tip_pieces(to_unit.province_id, kept_id, 'resident', p_pieces, p_content);
  return 'received';
end $$;

-- Keeps pieces after those that the tip has.
create function keep_tip_pieces(p_province_id integer, p_sealed_tip_id uuid, p_author text, p_pieces jsonb, p_content bytea)
returns void language sql security definer set search_path = binhyen, pg_temp as $$
  insert into tip_pieces (province_id, sealed_tip_id, id, number, kind, author, ciphertext)
  select p_province_id, p_sealed_tip_id, (p.piece ->> 'id')::uuid,
    p.n + coalesce((select max(e.number) from tip_pieces e
      where e.province_id = p_province_id and e.sealed_tip_id = p_sealed_tip_id), 0),
    p.piece ->> 'kind', p_author,
    substring(p_content from (sum((p.piece ->> 'bytes')::integer) over (order by p.n) - (p.piece ->> 'bytes')::integer)::integer + 1
      for (p.piece ->> 'bytes')::integer)
  from jsonb_array_elements(p_pieces) with ordinality as p(piece, n)
$$;

-- Following ------------------------------------------------------------------------------------------------------------

-- Status, keys and texts of the tip with this receipt; files as their length alone. One row, also for a receipt that
-- does not exist: then state is null, and the same has been done.
create function open_receipt(p_locator_hash bytea) returns table (state text, verified boolean, received_at timestamptz,
  last_message_at timestamptz, opened_count integer, content_destroyed_at timestamptz, unit_id integer, keys jsonb, pieces jsonb)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  with receipt as (
    select r.province_id, r.sealed_tip_id from tip_receipts r where r.locator_hash = p_locator_hash
    union all
    select -1, '00000000-0000-0000-0000-000000000000'
    where not exists (select from tip_receipts r where r.locator_hash = p_locator_hash))
  select s.state, s.verified, s.received_at, s.last_message_at, s.opened_count, s.content_destroyed_at, s.unit_id,
    coalesce((select jsonb_object_agg(k.purpose, translate(encode(k.sealed, 'base64'), E'\n', '')) from tip_keys k
      where k.province_id = r.province_id and k.sealed_tip_id = r.sealed_tip_id and k.holder = 'receipt'), '{}'),
    coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'author', p.author, 'writtenAt', p.written_at,
        'bytes', octet_length(p.ciphertext),
        'ciphertext', case when p.kind <> 'file' then translate(encode(p.ciphertext, 'base64'), E'\n', '') end) order by p.number)
      from tip_pieces p where p.province_id = r.province_id and p.sealed_tip_id = r.sealed_tip_id), '[]')
  from receipt r left join sealed_tips s on s.province_id = r.province_id and s.id = r.sealed_tip_id
$$;

-- One file of the tip with this receipt; null where there is none.
create function open_receipt_file(p_locator_hash bytea, p_piece_id uuid) returns bytea
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select p.ciphertext from tip_receipts r
  join tip_pieces p on p.province_id = r.province_id and p.sealed_tip_id = r.sealed_tip_id
  where r.locator_hash = p_locator_hash and p.id = p_piece_id and p.kind = 'file'
$$;

-- Adds what the resident writes later, under the content key of the tip. False: no such receipt, or a tip whose content
-- is destroyed. Sent twice, it is kept once.
create function add_to_tip(p_locator_hash bytea, p_pieces jsonb, p_content bytea, p_most_pieces integer) returns text
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  found_tip sealed_tips%rowtype;
  held integer;
  known integer;
begin
  select s.* into found_tip from tip_receipts r join sealed_tips s on s.province_id = r.province_id and s.id = r.sealed_tip_id
    where r.locator_hash = p_locator_hash and s.content_destroyed_at is null for update of s;
  if not found then return 'unknown'; end if;
  select count(*), count(*) filter (where p.id in (select (n ->> 'id')::uuid from jsonb_array_elements(p_pieces) n))
    into held, known from tip_pieces p where p.province_id = found_tip.province_id and p.sealed_tip_id = found_tip.id;
  if known > 0 then return 'known'; end if;
  if held + jsonb_array_length(p_pieces) > p_most_pieces then return 'too_many'; end if;
  perform keep_tip_pieces(found_tip.province_id, found_tip.id, 'resident', p_pieces, p_content);
  update sealed_tips s set last_message_at = date_trunc('hour', now()) where s.province_id = found_tip.province_id and s.id = found_tip.id;
  insert into audit_lines (province_id, act, subject_kind, subject_id, unit_id, at)
    values (found_tip.province_id, 'sealed_tip.added_to', 'tip', found_tip.tip_id::text, found_tip.unit_id, date_trunc('hour', now()));
  return 'added';
end $$;

-- Destroys keys and pieces: of the contact alone, or of everything. The row of counts stays.
create function destroy_tip_content(p_province_id integer, p_sealed_tip_id uuid, p_purpose text) returns void
language sql security definer set search_path = binhyen, pg_temp as $$
  delete from tip_keys k where k.province_id = p_province_id and k.sealed_tip_id = p_sealed_tip_id
    and (p_purpose = 'content' or k.purpose = 'contact');
  delete from tip_pieces p where p.province_id = p_province_id and p.sealed_tip_id = p_sealed_tip_id
    and (p_purpose = 'content' or p.kind = 'contact');
  update sealed_tips s set content_destroyed_at = date_trunc('hour', now())
    where s.province_id = p_province_id and s.id = p_sealed_tip_id and p_purpose = 'content';
$$;

-- The resident takes back the contact, or the whole tip: destroyed at once. False: no such receipt.
create function withdraw_from_tip(p_locator_hash bytea, p_purpose text) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  found_tip sealed_tips%rowtype;
begin
  select s.* into found_tip from tip_receipts r join sealed_tips s on s.province_id = r.province_id and s.id = r.sealed_tip_id
    where r.locator_hash = p_locator_hash for update of s;
  if not found then return false; end if;
  if found_tip.content_destroyed_at is not null then return true; end if;
  perform destroy_tip_content(found_tip.province_id, found_tip.id, p_purpose);
  if p_purpose = 'content' then
    update sealed_tips s set state = 'withdrawn' where s.province_id = found_tip.province_id and s.id = found_tip.id;
  end if;
  insert into audit_lines (province_id, act, subject_kind, subject_id, unit_id, at)
    values (found_tip.province_id, case when p_purpose = 'content' then 'sealed_tip.withdrawn' else 'sealed_tip.contact_withdrawn' end, 'tip',
      found_tip.tip_id::text, found_tip.unit_id, date_trunc('hour', now()));
  return true;
end $$;
