-- What residents may read without an account, and what a unit tells them about itself.

create table resident_readers (
  token_hash bytea primary key,
  expires_at timestamptz not null
);
comment on table resident_readers is
  'Tokens by which the server itself reads figures for residents: made in memory at start, kept here as SHA-256, for a day. They belong to nobody and open nothing but figures (decision 026)';

create function is_resident_reader() returns boolean
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select exists (select from resident_readers r where r.expires_at > now()
    and r.token_hash = sha256(convert_to(coalesce(current_setting('app.session', true), ''), 'UTF8')))
$$;

create function open_resident_reader(p_token_hash bytea) returns void
language sql security definer set search_path = binhyen, pg_temp as $$
  delete from resident_readers where expires_at < now();
  insert into resident_readers values (p_token_hash, now() + interval '1 day');
$$;

-- The posts of the one who asks that carry a permission today; the resident reader carries one right and no post.
create or replace function session_posts(asked_permission text) returns table (unit_id integer, reach text)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select p.unit_id, rp.reach
  from posts p join role_permissions rp on rp.role = p.role
  where p.account_id = session_account()
    and rp.permission = asked_permission
    and p.valid_from <= vietnam_today() and (p.valid_to is null or p.valid_to > vietnam_today())
    and (cardinality(p.modules) = 0 or split_part(asked_permission, '.', 1) = any (p.modules))
  union all
  select u.id, 'below' from units u
  where asked_permission = 'figure.read' and u.kind = 'nation' and is_resident_reader()
$$;

create policy obligations_resident_read on obligations for select using ((select is_resident_reader()));

create table published_indicators (
  indicator_code text primary key,
  position integer not null,
  protects text not null check (protects in ('yes', 'no'))
);
comment on table published_indicators is 'Which indicators residents are shown; reference-data/published-indicators.csv';
comment on column published_indicators.protects is 'yes = counts of 1 to 4 are shown as fewer than 5';

create table area_contacts (
  province_id integer not null,
  unit_id integer not null references units,
  phone text not null default '' check (length(phone) <= 100),
  address text not null default '' check (length(address) <= 300),
  hours text not null default '' check (length(hours) <= 200),
  note text not null default '' check (length(note) <= 500),
  version integer not null default 1,
  changed_at timestamptz not null default now(),
  primary key (province_id, unit_id)
);
create index area_contacts_unit_id_index on area_contacts (unit_id);
comment on table area_contacts is 'How residents reach a unit, in its own public words; a unit without a row has told nothing';
comment on column area_contacts.phone is 'Telephone numbers of the unit on duty, never of a person';

create table coming_activities (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  held_on date not null,
  at_hour text not null default '' check (length(at_hour) <= 40),
  title text not null check (length(title) between 1 and 200),
  place text not null default '' check (length(place) <= 200),
  primary key (province_id, id)
);
create index coming_activities_unit_id_index on coming_activities (unit_id, held_on);
comment on table coming_activities is
  'What residents are invited to; the activity itself is entered in its register once it was held';

do $$
declare
  guarded text;
begin
  foreach guarded in array array['area_contacts', 'coming_activities'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format('create policy %I on %I to current_user using (true) with check (true)', guarded || '_owner', guarded);
    -- What a unit tells its residents, everybody may read.
    execute format('create policy %I on %I for select using (true)', guarded || '_read', guarded);
    execute format('create policy %I on %I for insert with check (unit_id in (select units_with(''area_page.write''))
      and exists (select from units u where u.id = %I.unit_id and u.province_id = %I.province_id))', guarded || '_insert', guarded, guarded, guarded);
    execute format('create policy %I on %I for update using (unit_id in (select units_with(''area_page.write'')))
      with check (unit_id in (select units_with(''area_page.write'')))', guarded || '_update', guarded);
    execute format('create policy %I on %I for delete using (unit_id in (select units_with(''area_page.write'')))', guarded || '_delete', guarded);
  end loop;
end $$;

-- Initiatives and groups at work in a commune, or in one residential area of it: names and kinds, nobody and no number of people.
create function groups_at_work(p_unit integer) returns table (id uuid, level text, category text, name text)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select i.id, i.level, i.category, i.name from initiatives i join units u on u.id = p_unit
  where i.status = 'active' and i.void_reason is null and (
    i.area_id = p_unit or u.kind <> 'residential_area' and i.unit_id in (
      select t.unit_id from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
      where t.view = 'today' and t.holder_id = p_unit))
  order by i.name limit 500
$$;
