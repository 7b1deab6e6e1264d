-- Workbooks on their way into a register. Their content lies in the file store until they are confirmed or given up.

create table imports (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  account_id uuid not null,
  register text not null,
  permission text not null,
  file_key text not null,
  file_extension text not null check (file_extension in ('xlsx', 'xls', 'csv')),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  state text not null default 'uploaded' check (state in ('uploaded', 'checking', 'checked', 'confirmed', 'abandoned')),
  checked_rows integer not null default 0,
  total_rows integer not null default 0,
  outcome jsonb,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz,
  primary key (province_id, id),
  check ((state = 'confirmed') = (confirmed_at is not null))
);
create index imports_unit_id_index on imports (unit_id);
create index imports_account_id_index on imports (account_id, register);
comment on table imports is 'Workbooks that somebody brings into a register: uploaded, checked, confirmed whole or given up; seen by that account alone';
comment on column imports.unit_id is 'Place for which it was uploaded; its rows may be of units within';
comment on column imports.permission is 'The right of the register under which it was made; row security asks for it at every touch';
comment on column imports.file_key is 'Where the content lay in the file store; gone once confirmed, abandoned or a day old';
comment on column imports.sha256 is 'Of the file as it came, to notice one that is sent a second time';
comment on column imports.checked_rows is 'How far the check under way has come';
comment on column imports.outcome is 'Numbers of rows by what becomes of them, and codes of notes; no content of cells';

alter table imports enable row level security;
alter table imports force row level security;
create policy imports_owner on imports to current_user using (true) with check (true);
create policy imports_own on imports
  using (account_id = (select session_account())
    and (has_nationwide(permission) or unit_id in (select units_with(permission))))
  with check (account_id = (select session_account())
    and (has_nationwide(permission) or unit_id in (select units_with(permission)))
    and exists (select from units u where u.id = imports.unit_id and u.province_id = imports.province_id));

-- Gives up what nobody confirmed within a day, whoever brought it; the sweep of files has no place of its own.
create function expire_imports() returns setof text
language sql volatile security definer set search_path = binhyen, pg_temp as $$
  update imports set state = 'abandoned', outcome = null
  where state in ('uploaded', 'checking', 'checked') and created_at < now() - interval '1 day'
  returning file_key
$$;
