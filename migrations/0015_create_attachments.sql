-- Photographs and scans beside the records of a register. Content lies in the file store, under random keys.

create table attachments (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  register text not null,
  record_id uuid not null,
  kind text not null check (kind in ('photo', 'scan')),
  number integer not null check (number > 0),
  file_key text not null,
  content_type text not null,
  byte_size integer not null check (byte_size > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  added_by uuid not null,
  added_at timestamptz not null default now(),
  removed_by uuid,
  removed_at timestamptz,
  primary key (province_id, id),
  unique (province_id, record_id, kind, number),
  check ((removed_by is null) = (removed_at is null))
);
create index attachments_unit_id_index on attachments (unit_id);
create index attachments_file_key_index on attachments (file_key);
comment on table attachments is
  'Photographs and scans of a record, written anew by the house: no place, device or author, and no name that a person gave';
comment on column attachments.kind is 'photo = a photograph (JPEG), scan = scanned pages (PDF)';
comment on column attachments.number is 'Running number of its kind within the record; with the kind it makes the name shown';
comment on column attachments.file_key is 'Where the content lies in the file store';
comment on column attachments.sha256 is 'Of the content as it is kept and served';
comment on column attachments.removed_at is 'Since when the content is gone; the row stays';

alter table attachments enable row level security;
alter table attachments force row level security;
create policy attachments_owner on attachments to current_user using (true) with check (true);

-- Called by the migration of a register whose records may have attachments, with the rights of its records.
create procedure open_attachments(p_register text, p_read text, p_write text)
language plpgsql set search_path = binhyen, pg_temp as $$
declare
  within constant text := '(register = %L and ((select has_nationwide(%2$L)) or unit_id in (select units_with(%2$L))))';
  may_read constant text := format(within, p_register, p_read);
  may_write constant text := format(within, p_register, p_write);
  policy constant text := 'attachments_' || replace(p_register, '-', '_');
begin
  execute format('create policy %I on attachments for select using (%s)', policy || '_read', may_read);
  execute format('create policy %I on attachments for insert with check (%s and added_by = session_account() and exists (
    select from units u where u.id = attachments.unit_id and u.province_id = attachments.province_id))',
    policy || '_insert', may_write);
  execute format('create policy %I on attachments for update using (%s) with check (%s and removed_by = session_account())',
    policy || '_update', may_write, may_write);
end $$;

-- Which of these files some attachment still needs, whoever asks: the sweep of files has no place of its own.
create function needed_files(p_keys text[]) returns setof text
language sql stable security definer set search_path = binhyen, pg_temp as
$$ select a.file_key from attachments a where a.file_key = any (p_keys) and a.removed_at is null $$;
