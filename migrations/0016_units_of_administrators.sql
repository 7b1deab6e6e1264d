-- Residential areas, agencies, enterprises and schools that administrators add, and the types of communes.

alter table units
  add column commune_type text generated always as (case when kind = 'commune' then case
    when lower(normalize(name_vi, NFC)) like 'xã %' then 'rural_commune'
    when lower(normalize(name_vi, NFC)) like 'phường %' then 'ward'
    when lower(normalize(name_vi, NFC)) like 'thị trấn %' then 'township'
    when lower(normalize(name_vi, NFC)) like 'đặc khu %' then 'special_zone' end end) stored,
  add column name_key text,
  add column end_reason text,
  add column version integer not null default 1;
create unique index units_name_key_key on units (parent_id, kind, name_key) where valid_to is null;
create unique index units_administrator_code_key on units (code) where source = 'administrator';
comment on column units.commune_type is
  'rural_commune (xã), ward (phường), township (thị trấn, until 2025), special_zone (đặc khu), from the designation in the name; null for other kinds and for names without one';
comment on column units.name_key is
  'Of units that administrators add: the name without regard to case and place of the tone mark, held by one open unit of its kind below a parent';
comment on column units.end_reason is 'Why an administrator ended a unit that administrators add';
comment on column units.version is 'Counts the changes of a unit that administrators add, for edits made by two at once';

-- Adds units below open communes and provinces, for whoever holds unit.manage there. An element of p_units has parent_id,
-- kind, name_vi, name_key, search_key, code (null = the parent's code with a running number), valid_from, legal_basis.
-- Answers the new ids by place in the list, from 1. Whole or nothing.
--
-- A unit that ends the tree lies in every territory in which its parent lies, in both views, and in its own: what
-- determineTerritories (units.rules.ts) says of the whole nation is here said of the new rows alone.
create function add_units(p_units jsonb) returns table (place integer, unit_id integer)
language plpgsql security definer set search_path = binhyen, pg_temp as $$
#variable_conflict use_column
declare
  boundary integer;
begin
  -- Waits for a change of boundaries under way; the second statement then sees which version is current after it.
  perform 1 from boundary_versions where state = 'current' for share;
  select id into strict boundary from boundary_versions where state = 'current';
  -- Two who add below one parent follow each other, so that their running numbers do not meet.
  perform 1 from units where id in (select (n ->> 'parent_id')::integer from jsonb_array_elements(p_units) n)
  order by id for no key update;

  if not has_nationwide('unit.manage') and exists (
    select (n ->> 'parent_id')::integer from jsonb_array_elements(p_units) n
    except select units_with('unit.manage')) then
    raise exception 'add_units_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  if exists (
    select from jsonb_to_recordset(p_units) as n(parent_id integer, kind text, valid_from date)
    left join units p on p.id = n.parent_id
    where p.valid_to is not null or n.valid_from is null or n.valid_from < p.valid_from or n.valid_from > vietnam_today()
      or (p.kind = 'commune' and n.kind in ('residential_area', 'agency', 'enterprise', 'school')
        or p.kind = 'province' and n.kind in ('agency', 'enterprise', 'school')) is not true) then
    raise exception 'add_units_misplaced' using errcode = 'check_violation', constraint = 'units_misplaced_check';
  end if;

  return query
  with listed as materialized (
    select l.place::integer as place, n.*, nextval(pg_get_serial_sequence('units', 'id'))::integer as id
    from jsonb_array_elements(p_units) with ordinality as l(element, place),
      jsonb_to_record(l.element) as n(parent_id integer, kind text, code text, name_vi text, name_key text, search_key text,
        valid_from date, legal_basis text)),
  parents as materialized (
    select p.id, p.code,
      (select max(substring(u.code from length(p.code) + 2)::integer) from units u
        where u.parent_id = p.id and starts_with(u.code, p.code || '-')
          and substring(u.code from length(p.code) + 2) ~ '^\d{1,6}$') as last_number,
      -- The province that holds it now.
      (select h.id from territories t join units h on h.id = t.holder_id and h.kind = 'province' and h.valid_to is null
        where t.unit_id = p.id and t.view = 'today' and t.boundary_version_id = boundary) as province_id
    from units p where p.id in (select parent_id from listed)),
  added as (
    insert into units (id, province_id, kind, code, code_origin, name_vi, parent_id, valid_from, search_key, name_key,
      source, legal_basis)
    overriding system value
    select n.id, p.province_id, n.kind,
      coalesce(n.code, p.code || '-' || to_char(coalesce(p.last_number, 0)
        + row_number() over (partition by n.parent_id, n.code is null order by n.place), 'FM9999999000')),
      'ours', n.name_vi, n.parent_id, n.valid_from, n.search_key, n.name_key, 'administrator', n.legal_basis
    from listed n join parents p on p.id = n.parent_id
    order by n.place),
  placed as (
    insert into territories (boundary_version_id, view, holder_id, unit_id)
    select boundary, v.view, n.id, n.id from listed n cross join (values ('then'), ('today')) as v(view)
    union all
    select boundary, t.view, t.holder_id, n.id
    from listed n join territories t on t.unit_id = n.parent_id and t.boundary_version_id = boundary)
  select n.place, n.id from listed n order by n.place;
end $$;

-- Holds a unit that administrators added, for the change of whoever has the right at the unit above; false where it has
-- another version by now.
create function hold_added_unit(p_unit integer, p_version integer) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  held units;
begin
  select * into held from units where id = p_unit for update;
  if held.source is distinct from 'administrator'
    or held.kind not in ('residential_area', 'agency', 'enterprise', 'school')
    or not (has_nationwide('unit.manage') or held.parent_id in (select units_with('unit.manage'))) then
    raise exception 'hold_added_unit_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  return held.version = p_version;
end $$;

-- Corrects the name, first day and legal basis of an added unit; false where the version is stale.
create function correct_added_unit(p_unit integer, p_version integer, p_name_vi text, p_name_key text, p_search_key text,
  p_valid_from date, p_legal_basis text) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  if not hold_added_unit(p_unit, p_version) then return false; end if;
  if p_valid_from > vietnam_today()
    or p_valid_from < (select p.valid_from from units u join units p on p.id = u.parent_id where u.id = p_unit) then
    raise exception 'correct_added_unit_misplaced' using errcode = 'check_violation', constraint = 'units_misplaced_check';
  end if;
  update units set name_vi = p_name_vi, name_key = p_name_key, search_key = p_search_key, valid_from = p_valid_from,
    legal_basis = p_legal_basis, version = version + 1
  where id = p_unit;
  return true;
end $$;

-- Ends an added unit on a day, the first on which it no longer exists; refused while a post, a record or a submission
-- lies on it on or after that day. No territory changes: an ended unit without successors lies where its parent lies.
create function end_added_unit(p_unit integer, p_version integer, p_day date, p_reason text) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  if not hold_added_unit(p_unit, p_version) then return false; end if;
  if p_day > vietnam_today() then
    raise exception 'end_added_unit_too_early' using errcode = 'check_violation', constraint = 'units_period_check';
  end if;
  if exists (select from posts where unit_id = p_unit and (valid_to is null or valid_to > p_day)) then
    raise exception 'end_added_unit_posts' using errcode = 'check_violation', constraint = 'units_end_posts_check';
  end if;
  if exists (
      select from (
        select distinct on (record_id) act, content from record_versions where unit_id = p_unit
        order by record_id, version desc) r, jsonb_each_text(r.content) as f(name, value)
      where r.act <> 'voided' and f.value ~ '^\d{4}-\d\d-\d\d$' and f.value >= p_day::text)
    or exists (select from submissions where unit_id = p_unit and month >= month_of(p_day)) then
    raise exception 'end_added_unit_records' using errcode = 'check_violation', constraint = 'units_end_records_check';
  end if;
  update units set valid_to = p_day, end_reason = p_reason, version = version + 1 where id = p_unit;
  return true;
end $$;

-- Takes the end of an added unit back, while the unit above still exists.
create function reopen_added_unit(p_unit integer, p_version integer) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  if not hold_added_unit(p_unit, p_version) then return false; end if;
  if exists (select from units u join units p on p.id = u.parent_id where u.id = p_unit and p.valid_to is not null) then
    raise exception 'reopen_added_unit_misplaced' using errcode = 'check_violation', constraint = 'units_misplaced_check';
  end if;
  update units set valid_to = null, end_reason = null, version = version + 1 where id = p_unit;
  return true;
end $$;
