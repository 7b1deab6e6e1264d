-- Who did what. Lines are written in the act's own transaction; closed batches are chained and signed.

create table audit_eras (
  era integer primary key,
  began_at timestamptz not null default now(),
  reason text not null
);
insert into audit_eras (era, reason) values (1, 'first set-up');
comment on table audit_eras is
  'Transaction numbers are comparable within one era only; a restore into another cluster begins a new era';

create function audit_era() returns integer
language sql stable security definer set search_path = binhyen, pg_temp as
$$ select max(era) from audit_eras $$;

create table audit_lines (
  province_id integer not null default 0,
  id uuid not null default gen_random_uuid(),
  era integer not null default audit_era(),
  txid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  account_id uuid,
  act text not null,
  subject_kind text not null,
  subject_id text not null,
  unit_id integer,
  changes jsonb not null default '{}',
  primary key (province_id, id)
);
create index audit_lines_txid_index on audit_lines (era, txid);
create index audit_lines_at_index on audit_lines (at desc, id desc);
create index audit_lines_unit_id_index on audit_lines (unit_id);
comment on table audit_lines is 'One line per act: changed field names and business values, never personal ones';
comment on column audit_lines.at is 'When; by the hour only for acts on tips';
comment on column audit_lines.txid is 'Transaction that wrote the line; batches are closed by it';
comment on column audit_lines.act is 'Module and act in the past tense: tip.registered';

create table audit_seals (
  sequence integer primary key,
  era integer not null,
  from_txid xid8 not null,
  to_txid xid8 not null,
  line_count integer not null,
  hash bytea not null,
  previous_hash bytea not null,
  sealed_at timestamptz not null default now(),
  signature bytea not null,
  key_fingerprint text not null,
  constraint audit_seals_range_check check (from_txid < to_txid)
);
comment on table audit_seals is
  'A closed batch: all lines of its era with from_txid <= txid < to_txid, hashed onto the hash before and signed with a key kept outside the database';

create table audit_keys (
  fingerprint text primary key,
  public_key text not null,
  first_used_at timestamptz not null default now()
);
comment on table audit_keys is 'Public halves of the signing keys, for reference; trust the copies kept with the exports';

-- Hash of one batch: SHA-256 over the previous hash and the lines in order.
create function audit_batch(asked_era integer, from_txid xid8, to_txid xid8, previous_hash bytea)
returns table (line_count integer, hash bytea)
language sql stable security definer set search_path = binhyen, pg_temp set timezone = 'UTC' as $$
  select count(*)::integer,
    sha256(previous_hash || coalesce(string_agg(
      sha256(convert_to(row_to_json(c)::text, 'UTF8')), ''::bytea order by l.txid, l.id), ''::bytea))
  from audit_lines l, lateral (
    select l.province_id, l.id, l.era, l.txid, l.at, l.account_id, l.act, l.subject_kind, l.subject_id, l.unit_id, l.changes) c
  where l.era = asked_era and l.txid >= from_txid and l.txid < to_txid
$$;

-- The next batch to seal: everything up to the oldest transaction still running. No row where nothing new is closed.
create function next_audit_batch()
returns table (sequence integer, era integer, from_txid xid8, to_txid xid8, line_count integer, hash bytea, previous_hash bytea)
language sql volatile security definer set search_path = binhyen, pg_temp as $$
  with last as (select s.* from audit_seals s order by s.sequence desc limit 1),
  bounds as (
    select audit_era() as era,
      coalesce((select l.sequence from last l), 0) + 1 as sequence,
      coalesce((select l.to_txid from last l where l.era = audit_era()), '0'::xid8) as from_txid,
      pg_snapshot_xmin(pg_current_snapshot()) as to_txid,
      coalesce((select l.hash from last l), sha256(''::bytea)) as previous_hash)
  select b.sequence, b.era, b.from_txid, b.to_txid, h.line_count, h.hash, b.previous_hash
  from bounds b, audit_batch(b.era, b.from_txid, b.to_txid, b.previous_hash) h
  where b.from_txid < b.to_txid and h.line_count > 0
$$;

-- Keeps a seal; refuses one that does not continue the chain.
create function keep_audit_seal(p_sequence integer, p_era integer, p_from xid8, p_to xid8, p_count integer,
  p_hash bytea, p_previous bytea, p_signature bytea, p_fingerprint text, p_public_key text) returns void
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  if p_previous is distinct from coalesce((select s.hash from audit_seals s order by s.sequence desc limit 1), sha256(''::bytea))
    or p_sequence <> coalesce((select max(s.sequence) from audit_seals s), 0) + 1 then
    raise exception 'audit_seal_out_of_order';
  end if;
  insert into audit_keys (fingerprint, public_key) values (p_fingerprint, p_public_key) on conflict do nothing;
  insert into audit_seals (sequence, era, from_txid, to_txid, line_count, hash, previous_hash, signature, key_fingerprint)
  values (p_sequence, p_era, p_from, p_to, p_count, p_hash, p_previous, p_signature, p_fingerprint);
end $$;

alter table audit_lines enable row level security;
alter table audit_lines force row level security;
create policy audit_lines_owner on audit_lines to current_user using (true) with check (true);
create policy audit_lines_read on audit_lines for select using (
  (select has_nationwide('audit.read')) or unit_id in (select units_with('audit.read')));
create policy audit_lines_insert on audit_lines for insert with check (
  account_id is null or account_id = (select session_account()));
