-- People, their posts and sessions; and the functions by which every policy knows who asks.

create table organisations (
  code text primary key,
  name_vi text not null,
  name_en text not null
);
comment on table organisations is 'Who leads or joins the work: police, Front, unions; reference-data/organisations.csv';

create table roles (
  code text primary key,
  name_vi text not null,
  name_en text not null
);
comment on table roles is 'Roles that a post may carry; reference-data/roles.csv';

create table role_permissions (
  role text not null references roles,
  permission text not null,
  reach text not null check (reach in ('own', 'below')),
  primary key (role, permission)
);
comment on table role_permissions is 'What a role may do; reference-data/role-permissions.csv';
comment on column role_permissions.reach is
  'own = the unit of the post with the former units lying wholly under it and nothing nearer; below = that and all units below';

create table accounts (
  id uuid primary key default gen_random_uuid(),
  sign_in_name text not null,
  display_name text not null,
  search_key text not null,
  password_hash text,
  must_change_password boolean not null default true,
  locale text not null default 'vi' check (locale in ('vi', 'en')),
  disabled_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint accounts_sign_in_name_key unique (sign_in_name),
  constraint accounts_sign_in_name_check check (sign_in_name = lower(sign_in_name) and sign_in_name ~ '^[a-z0-9._-]{3,60}$')
);
comment on table accounts is 'A member of staff who signs in. Least personal data: a name to show and a name to sign in with';
comment on column accounts.search_key is 'Both names without diacritics in lower case, for search';
comment on column accounts.password_hash is 'Argon2id; null until the first password was set with a one-time code';

create table reset_codes (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts,
  code_hash bytea not null unique,
  issued_by uuid references accounts,
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index reset_codes_account_id_index on reset_codes (account_id);
create index reset_codes_issued_by_index on reset_codes (issued_by);
comment on table reset_codes is 'One-time codes an administrator gives so that a person sets a password; kept as SHA-256 only';

create table sessions (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts,
  token_hash bytea not null unique,
  device text not null default '',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index sessions_account_id_index on sessions (account_id);
comment on table sessions is 'Signed-in devices. The running role cannot read token_hash';
comment on column sessions.token_hash is 'SHA-256 of the token in the cookie; the token itself is kept nowhere';

create table sign_in_throttles (
  key bytea primary key,
  window_started_at timestamptz not null,
  failures integer not null
);
comment on table sign_in_throttles is 'Failed sign-ins per keyed hash of the name tried or of the address, for the running window only';

create table throttle_keys (
  key bytea primary key
);
insert into throttle_keys (key) values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
comment on table throttle_keys is 'The one random key of the hashes in sign_in_throttles, the same for all processes of the house';

create table set_up_codes (
  code_hash bytea primary key,
  expires_at timestamptz not null
);
comment on table set_up_codes is
  'Codes that the server printed while there was no account, for the first administrator; SHA-256 only, empty ever after';

create table posts (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  account_id uuid not null references accounts,
  organisation_code text not null references organisations,
  unit_id integer not null references units,
  role text not null references roles,
  modules text[] not null default '{}',
  valid_from date not null,
  valid_to date,
  version integer not null default 1,
  primary key (province_id, id),
  constraint posts_period_check check (valid_from <= valid_to)
);
create index posts_account_id_index on posts (account_id);
create index posts_unit_id_index on posts (unit_id);
create index posts_organisation_code_index on posts (organisation_code);
create index posts_role_index on posts (role);
comment on table posts is 'A person''s right: organisation, unit, role, modules, from, to';
comment on column posts.modules is 'First words of the permissions the post is limited to; empty = all of the role';
comment on column posts.valid_to is 'First day on which the post no longer counts; null = open';

create table processed_requests (
  account_id uuid not null references accounts,
  request_id uuid not null,
  operation text not null,
  status integer not null,
  response jsonb,
  processed_at timestamptz not null default now(),
  primary key (account_id, request_id)
);
comment on table processed_requests is 'Answers of write requests by requestId, so that the same request sent twice counts once';

-- The day in Vietnam, by which posts begin and end.
create function vietnam_today() returns date language sql stable as
$$ select (now() at time zone 'Asia/Ho_Chi_Minh')::date $$;

-- Who asks: the account whose live session has the token in app.session; null for none or a forged one.
create function session_account() returns uuid
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select s.account_id
  from sessions s join accounts a on a.id = s.account_id
  where s.token_hash = sha256(convert_to(coalesce(current_setting('app.session', true), ''), 'UTF8'))
    and s.revoked_at is null and s.expires_at > now() and a.disabled_at is null
$$;

-- The live session of an account that the token in app.session belongs to, without its token.
create function current_session_of(asked_account uuid) returns table (session_id uuid)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select s.id from sessions s
  where s.token_hash = sha256(convert_to(coalesce(current_setting('app.session', true), ''), 'UTF8'))
    and s.account_id = asked_account and s.revoked_at is null and s.expires_at > now()
$$;

-- The posts of the one who asks that carry a permission today.
create function session_posts(asked_permission text) returns table (unit_id integer, reach text)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select p.unit_id, rp.reach
  from posts p join role_permissions rp on rp.role = p.role
  where p.account_id = session_account()
    and rp.permission = asked_permission
    and p.valid_from <= vietnam_today() and (p.valid_to is null or p.valid_to > vietnam_today())
    and (cardinality(p.modules) = 0 or split_part(asked_permission, '.', 1) = any (p.modules))
$$;

-- True where the one who asks holds the permission for the whole nation (DESIGN law 8: posts, today's tree).
create function has_nationwide(asked_permission text) returns boolean
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select exists (
    select 1 from session_posts(asked_permission) p join units u on u.id = p.unit_id
    where u.kind = 'nation' and p.reach = 'below')
$$;

-- The units for which the one who asks holds the permission, by today's tree.
create function units_with(asked_permission text) returns setof integer
language sql stable security definer set search_path = binhyen, pg_temp as $$
  with held as (select * from session_posts(asked_permission)),
  -- What an ended unit held belongs to units of today.
  standing as (select h.* from held h join units u on u.id = h.unit_id and u.valid_to is null),
  version as (select id from boundary_versions where state = 'current'),
  below as (
    select t.unit_id from standing h
    join territories t on t.holder_id = h.unit_id and t.view = 'today' and t.boundary_version_id = (select id from version)
    where h.reach = 'below'),
  own as (
    select t.unit_id from standing h
    join territories t on t.holder_id = h.unit_id and t.view = 'today' and t.boundary_version_id = (select id from version)
    where h.reach = 'own' and not exists (
      select 1 from units c join territories n on n.holder_id = c.id and n.view = 'today'
        and n.boundary_version_id = t.boundary_version_id
      where c.parent_id = h.unit_id and c.valid_to is null and n.unit_id = t.unit_id)),
  itself as (select h.unit_id from held h),
  everything as (
    select u.id as unit_id from units u
    where exists (select 1 from held h join units n on n.id = h.unit_id and n.kind = 'nation' where h.reach = 'below'))
  select unit_id from below union select unit_id from own union select unit_id from itself union select unit_id from everything
$$;

-- Every account that holds a post within the units asked: what an administrator of those units may see.
create function accounts_with_posts_in(asked_permission text) returns setof uuid
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select distinct p.account_id from posts p
  where has_nationwide(asked_permission) or p.unit_id in (select units_with(asked_permission))
$$;

-- Every present or coming post of an account, wherever it is, and whether it lies within the units of the one who asks.
create function posts_held_by(asked_account uuid, asked_permission text)
returns table (unit_id integer, role text, valid_from date, valid_to date, in_place boolean)
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select p.unit_id, p.role, p.valid_from, p.valid_to,
    has_nationwide(asked_permission) or p.unit_id in (select units_with(asked_permission))
  from posts p
  where p.account_id = asked_account and (p.valid_to is null or p.valid_to > vietnam_today())
    and session_account() is not null
$$;

-- True until the first post was given: the moment in which the first administrator comes in.
create function house_has_no_post() returns boolean
language sql stable security definer set search_path = binhyen, pg_temp as $$
  select not exists (select from posts)
$$;

alter table posts enable row level security;
alter table posts force row level security;
create policy posts_owner on posts to current_user using (true) with check (true);
create policy posts_read on posts for select using (
  account_id = (select session_account())
  or (select has_nationwide('post.read')) or unit_id in (select units_with('post.read')));
create policy posts_insert on posts for insert with check (
  (select has_nationwide('post.manage'))
  or unit_id in (select units_with('post.manage')) and role not in ('system_administrator', 'auditor', 'ministry_reader')
  or role = 'system_administrator' and (select house_has_no_post()));
create policy posts_update on posts for update using (
  (select has_nationwide('post.manage')) or unit_id in (select units_with('post.manage')))
  with check ((select has_nationwide('post.manage'))
    or unit_id in (select units_with('post.manage')) and role not in ('system_administrator', 'auditor', 'ministry_reader'));
