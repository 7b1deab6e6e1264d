-- Roll-ups for ten years of the nation: kept for provinces by month and administrative year; every unit's own figures
-- summed by year; boundaries built beside those in use.

-- Sums are asked indicator by indicator over many units, so the index leads with the indicator. A figure's unit is that of
-- its submission version, which the policies compare; the key to units would need an index of its own.
alter table figures drop constraint figures_unit_id_fkey;
drop index figures_current_index, figures_indicator_id_index;
create index figures_current_index on figures (indicator_id, month, unit_id) include (value, origin) where is_current;

-- As known on a past day is answered from what is kept without what was approved after it.
create index submission_versions_decided_index on submission_versions (month, decided_at) include (unit_id, version)
  where state = 'approved';

-- First day of the administrative year of a month: 15 Dec to 14 Dec, so the label months January to December.
create function year_start(month date) returns date language sql immutable as
$$ select make_date(extract(year from month)::integer, 1, 1) $$;
comment on function year_start is 'Administrative year (15 December to 14 December, Decree 09/2019/NĐ-CP Art. 12) of a month, written as its first label month';

create table figure_years (
  province_id integer not null,
  unit_id integer not null,
  indicator_id integer not null references indicators,
  year date not null check (year = year_start(year)),
  value numeric not null,
  records_cells integer not null default 0,
  supplement_cells integer not null default 0,
  imported_cells integer not null default 0,
  apportioned_cells integer not null default 0,
  primary key (province_id, unit_id, indicator_id, year)
) with (fillfactor = 80);
create index figure_years_read_index on figure_years (indicator_id, year, unit_id);
comment on table figure_years is
  'A unit''s own approved figures summed over an administrative year, for indicators that are summed over a period. Written by apply_approval and the bulk load only';
comment on column figure_years.year is 'The 1st of its first label month, January';
comment on column figure_years.records_cells is 'How many approved months with a value of origin records are in it; likewise the next three';

drop function rebuild_roll_ups(integer);
drop table roll_ups, roll_up_keys;

create table roll_ups (
  province_id integer not null,
  boundary_version_id integer not null,
  unit_id integer not null references units,
  indicator_id integer not null references indicators,
  span text not null check (span in ('month', 'year')),
  month date not null,
  value numeric not null,
  records_cells integer not null default 0,
  supplement_cells integer not null default 0,
  imported_cells integer not null default 0,
  apportioned_cells integer not null default 0,
  primary key (province_id, boundary_version_id, unit_id, indicator_id, span, month)
) with (fillfactor = 70);
-- Without the values, so that a row that moves stays in its page and no index is touched.
create index roll_ups_read_index on roll_ups (boundary_version_id, span, indicator_id, month, unit_id);
create index roll_ups_unit_id_index on roll_ups (unit_id);
create index roll_ups_indicator_id_index on roll_ups (indicator_id);
comment on table roll_ups is
  'Provinces: own figures plus those of all units below, by month and administrative year, in both views. Written by apply_approval, the builder of boundary versions and the bulk load only';
comment on column roll_ups.boundary_version_id is 'The boundary version of a row as today; 0 for the view then, whose territories do not move with it';
comment on column roll_ups.span is 'month, or year (only for indicators that are summed over a period)';
comment on column roll_ups.month is 'The month, or for a year its first label month, January';
comment on column roll_ups.records_cells is 'How many approved unit figures with a value of origin records are in it; likewise the next three';

create table roll_up_keys (
  province_id integer not null,
  boundary_version_id integer not null,
  unit_id integer not null references units,
  indicator_id integer not null references indicators,
  span text not null check (span in ('month', 'year')),
  month date not null,
  key text not null,
  uses integer not null,
  primary key (province_id, boundary_version_id, unit_id, indicator_id, span, month, key)
) with (fillfactor = 70);
create index roll_up_keys_read_index on roll_up_keys (boundary_version_id, span, indicator_id, month, unit_id);
create index roll_up_keys_unit_id_index on roll_up_keys (unit_id);
create index roll_up_keys_indicator_id_index on roll_up_keys (indicator_id);
comment on table roll_up_keys is 'For distinct indicators: each key under a province in a month or administrative year, and in how many own figures it stands';
comment on column roll_up_keys.boundary_version_id is 'As in roll_ups: 0 for the view then';

-- Who can owe figures within the nation and its provinces, so that coverage costs the same at any size.
create table territory_lives (
  boundary_version_id integer not null references boundary_versions,
  view text not null check (view in ('then', 'today')),
  holder_id integer not null references units,
  subject_kind text not null check (subject_kind in ('province', 'district', 'commune')),
  issuer_id integer not null,
  first_month integer not null,
  last_month integer not null,
  units integer not null,
  unverified integer not null,
  primary key (boundary_version_id, view, holder_id, subject_kind, issuer_id, first_month, last_month)
);
create index territory_lives_holder_id_index on territory_lives (holder_id);
comment on table territory_lives is
  'How many communes, districts and provinces of one life lie in the territory of a province or of the nation, by the province that held them in their own time';
comment on column territory_lives.unverified is 'How many of them have ended with a successor whose extent is unverified';
comment on column territory_lives.issuer_id is 'The province in whose territory as then the units lie; 0 = none. An obligation is issued by the nation or a province';
comment on column territory_lives.first_month is 'Months since year 0 (month_number) in which the units exist on the cut-off day; unknown or open ends are 0 and 999999';

alter table boundary_versions drop constraint boundary_versions_state_check;
alter table boundary_versions add constraint boundary_versions_state_check check (state in ('current', 'superseded', 'building'));
create unique index boundary_versions_building_key on boundary_versions (state) where state = 'building';
comment on table boundary_versions is
  'A state of units and successions for which territories and roll-ups are kept; exactly one is current, at most one is being built beside it';

create table approvals_meanwhile (
  province_id integer not null,
  id bigint generated always as identity,
  by_transaction xid8 not null default pg_current_xact_id(),
  submission_id uuid not null,
  version integer not null,
  replaced_version integer,
  unit_id integer not null,
  month date not null,
  primary key (province_id, id)
);
comment on table approvals_meanwhile is
  'Approvals while a boundary version is being built, which it takes in before it is switched to; empty otherwise';
comment on column approvals_meanwhile.replaced_version is 'The version that was current before; null = none';

-- What the figures of a version add to and take from what is kept: by indicator, once for each sign.
create function change_of(p_province integer, p_submission uuid, p_version integer, p_replaced integer)
returns table (indicator_id integer, is_summed boolean, value numeric, records integer, supplement integer, imported integer, apportioned integer)
language sql stable set search_path = binhyen, pg_temp as $$
  select f.indicator_id, i.period_rule = 'sum', sum(f.value * s.sign),
    coalesce(sum(s.sign) filter (where f.origin = 'records'), 0)::integer,
    coalesce(sum(s.sign) filter (where f.origin = 'supplement'), 0)::integer,
    coalesce(sum(s.sign) filter (where f.origin = 'imported'), 0)::integer,
    coalesce(sum(s.sign) filter (where f.origin = 'apportioned'), 0)::integer
  from figures f join indicators i on i.id = f.indicator_id,
    lateral (select case when f.version = p_version then 1 else -1 end as sign) s
  where f.province_id = p_province and f.submission_id = p_submission and f.version in (p_version, p_replaced) and f.value is not null
  group by f.indicator_id, i.period_rule
$$;

create function key_change_of(p_province integer, p_submission uuid, p_version integer, p_replaced integer)
returns table (indicator_id integer, is_summed boolean, key text, uses integer)
language sql stable set search_path = binhyen, pg_temp as $$
  select f.indicator_id, i.period_rule = 'sum', k.key, sum(case when f.version = p_version then 1 else -1 end)::integer
  from figures f join indicators i on i.id = f.indicator_id, unnest(f.keys) as k(key)
  where f.province_id = p_province and f.submission_id = p_submission and f.version in (p_version, p_replaced)
  group by f.indicator_id, i.period_rule, k.key
  having sum(case when f.version = p_version then 1 else -1 end) <> 0
$$;

-- Moves the roll-ups of the provinces that hold a unit by what one version adds to another. p_then: also those as then.
create function move_roll_ups(p_boundary integer, p_then boolean, p_unit integer, p_month date, p_province integer,
  p_submission uuid, p_version integer, p_replaced integer, p_sums boolean, p_keys boolean) returns void
language plpgsql set search_path = binhyen, pg_temp as $$
begin
  if p_sums then
    insert into roll_ups as r (province_id, boundary_version_id, unit_id, indicator_id, span, month, value,
      records_cells, supplement_cells, imported_cells, apportioned_cells)
    select h.province_id, h.boundary_version_id, h.id, c.indicator_id, s.span, s.month, c.value, c.records, c.supplement, c.imported, c.apportioned
    from change_of(p_province, p_submission, p_version, p_replaced) c
    cross join lateral (values ('month', p_month), ('year', year_start(p_month))) as s(span, month)
    cross join holders_of(p_boundary, p_then, p_unit) h
    where s.span = 'month' or c.is_summed
    order by h.province_id, h.boundary_version_id, h.id, c.indicator_id, s.span
    on conflict (province_id, boundary_version_id, unit_id, indicator_id, span, month) do update set
      value = r.value + excluded.value,
      records_cells = r.records_cells + excluded.records_cells,
      supplement_cells = r.supplement_cells + excluded.supplement_cells,
      imported_cells = r.imported_cells + excluded.imported_cells,
      apportioned_cells = r.apportioned_cells + excluded.apportioned_cells;
  end if;
  if p_keys then
    insert into roll_up_keys as r (province_id, boundary_version_id, unit_id, indicator_id, span, month, key, uses)
    select h.province_id, h.boundary_version_id, h.id, c.indicator_id, s.span, s.month, c.key, c.uses
    from key_change_of(p_province, p_submission, p_version, p_replaced) c
    cross join lateral (values ('month', p_month), ('year', year_start(p_month))) as s(span, month)
    cross join holders_of(p_boundary, p_then, p_unit) h
    where s.span = 'month' or c.is_summed
    order by h.province_id, h.boundary_version_id, h.id, c.indicator_id, s.span, c.key
    on conflict (province_id, boundary_version_id, unit_id, indicator_id, span, month, key) do update set uses = r.uses + excluded.uses;
  end if;
end $$;

-- The provinces whose kept rows a unit's figures are in: as then (0), and as today in a boundary version.
create function holders_of(p_boundary integer, p_then boolean, p_unit integer)
returns table (province_id integer, boundary_version_id integer, id integer)
language sql stable set search_path = binhyen, pg_temp as $$
  select h.province_id, case t.view when 'then' then 0 else p_boundary end, h.id
  from territories t join units h on h.id = t.holder_id
  where t.unit_id = p_unit and t.boundary_version_id = p_boundary and h.kind = 'province'
    and (t.view = 'then' and p_then or t.view = 'today' and h.valid_to is null)
$$;

-- Makes an approved version the current one and moves everything kept by exactly the difference.
-- The only function that moves roll-ups while the house is open. Rows are written in key order.
create or replace function apply_approval(p_province integer, p_submission uuid, p_version integer) returns void
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  v submission_versions;
  boundary integer;
  replaced integer;
begin
  select * into v from submission_versions
  where province_id = p_province and submission_id = p_submission and version = p_version for update;
  if v.state is distinct from 'approved' then raise exception 'apply_approval_not_approved'; end if;

  -- Waits for a switch of boundaries under way; the second statement then sees which version is current after it.
  perform 1 from boundary_versions where state = 'current' for share;
  select id into strict boundary from boundary_versions where state = 'current';

  if session_user <> (select r.rolname from pg_class c join pg_roles r on r.oid = c.relowner where c.oid = 'roll_ups'::regclass)
    and (v.decided_by is distinct from session_account()
      or not (has_nationwide('submission.approve') or v.unit_id in (select units_with('submission.approve')))) then
    raise exception 'apply_approval_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  select max(f.version) into replaced from figures f
  where f.province_id = p_province and f.submission_id = p_submission and f.is_current;
  if replaced >= p_version then raise exception 'apply_approval_twice'; end if;

  insert into figure_years as r (province_id, unit_id, indicator_id, year, value, records_cells, supplement_cells, imported_cells, apportioned_cells)
  select p_province, v.unit_id, c.indicator_id, year_start(v.month), c.value, c.records, c.supplement, c.imported, c.apportioned
  from change_of(p_province, p_submission, p_version, replaced) c where c.is_summed
  order by c.indicator_id
  on conflict (province_id, unit_id, indicator_id, year) do update set
    value = r.value + excluded.value,
    records_cells = r.records_cells + excluded.records_cells,
    supplement_cells = r.supplement_cells + excluded.supplement_cells,
    imported_cells = r.imported_cells + excluded.imported_cells,
    apportioned_cells = r.apportioned_cells + excluded.apportioned_cells;
  perform move_roll_ups(boundary, true, v.unit_id, v.month, p_province, p_submission, p_version, replaced, true, true);
  insert into approvals_meanwhile (province_id, submission_id, version, replaced_version, unit_id, month)
  select p_province, p_submission, p_version, replaced, v.unit_id, v.month
  where exists (select from boundary_versions where state = 'building');

  update figures set is_current = (version = p_version)
  where province_id = p_province and submission_id = p_submission and version in (p_version, replaced);
end $$;

-- Writes who can owe what within the nation and the provinces of a boundary version.
create function write_territory_lives(p_boundary integer) returns void
language sql set search_path = binhyen, pg_temp as $$
  insert into territory_lives (boundary_version_id, view, holder_id, subject_kind, issuer_id, first_month, last_month, units, unverified)
  select p_boundary, p.view, p.holder_id, u.kind, coalesce(i.holder_id, 0),
    case when u.valid_from is null then 0 else month_number(month_of(u.valid_from)) end,
    case when u.valid_to is null then 999999 else month_number(month_of(u.valid_to)) - 1 end, count(*),
    count(*) filter (where u.valid_to is not null and exists (
      select from successions s where s.from_unit_id = u.id and s.extent = 'unverified'))
  from (
    select t.view, t.holder_id, t.unit_id from territories t join units h on h.id = t.holder_id and h.kind = 'province'
    where t.boundary_version_id = p_boundary
    union all
    select v.view, n.id, u.id from units n cross join (values ('then'), ('today')) as v(view) cross join units u where n.kind = 'nation') p
  join units u on u.id = p.unit_id and u.kind in ('province', 'district', 'commune')
  left join lateral (
    select t.holder_id from territories t join units h on h.id = t.holder_id and h.kind = 'province'
    where t.boundary_version_id = p_boundary and t.view = 'then' and t.unit_id = u.id limit 1) i on true
  group by 2, 3, 4, 5, 6, 7
$$;

-- What is kept for provinces as then, made anew from the figures: all of them, or those named.
create function rebuild_roll_ups_then(p_boundary integer, p_holders integer[]) returns void
language plpgsql set search_path = binhyen, pg_temp as $$
begin
  delete from roll_ups where boundary_version_id = 0 and (p_holders is null or unit_id = any (p_holders));
  delete from roll_up_keys where boundary_version_id = 0 and (p_holders is null or unit_id = any (p_holders));
  insert into roll_ups (province_id, boundary_version_id, unit_id, indicator_id, span, month, value,
    records_cells, supplement_cells, imported_cells, apportioned_cells)
  select h.province_id, 0, h.id, f.indicator_id, 'month', f.month, sum(f.value),
    count(*) filter (where f.origin = 'records'), count(*) filter (where f.origin = 'supplement'),
    count(*) filter (where f.origin = 'imported'), count(*) filter (where f.origin = 'apportioned')
  from figures f
  join territories t on t.unit_id = f.unit_id and t.boundary_version_id = p_boundary and t.view = 'then'
  join units h on h.id = t.holder_id and h.kind = 'province'
  where f.is_current and f.value is not null and (p_holders is null or h.id = any (p_holders))
  group by h.province_id, h.id, f.indicator_id, f.month
  order by f.indicator_id, f.month, h.id;
  insert into roll_up_keys (province_id, boundary_version_id, unit_id, indicator_id, span, month, key, uses)
  select h.province_id, 0, h.id, f.indicator_id, 'month', f.month, k.key, count(*)
  from figures f cross join unnest(f.keys) as k(key)
  join territories t on t.unit_id = f.unit_id and t.boundary_version_id = p_boundary and t.view = 'then'
  join units h on h.id = t.holder_id and h.kind = 'province'
  where f.is_current and (p_holders is null or h.id = any (p_holders))
  group by h.province_id, h.id, f.indicator_id, f.month, k.key
  order by f.indicator_id, f.month, h.id, k.key;
  perform sum_roll_ups_of_years(0, p_holders);
end $$;

-- The years of kept months.
create function sum_roll_ups_of_years(p_boundary integer, p_holders integer[]) returns void
language plpgsql set search_path = binhyen, pg_temp as $$
begin
  insert into roll_ups (province_id, boundary_version_id, unit_id, indicator_id, span, month, value,
    records_cells, supplement_cells, imported_cells, apportioned_cells)
  select r.province_id, p_boundary, r.unit_id, r.indicator_id, 'year', year_start(r.month), sum(r.value),
    sum(r.records_cells), sum(r.supplement_cells), sum(r.imported_cells), sum(r.apportioned_cells)
  from roll_ups r join indicators i on i.id = r.indicator_id and i.period_rule = 'sum'
  where r.boundary_version_id = p_boundary and r.span = 'month' and (p_holders is null or r.unit_id = any (p_holders))
  group by r.province_id, r.unit_id, r.indicator_id, year_start(r.month)
  order by r.indicator_id, year_start(r.month), r.unit_id;
  insert into roll_up_keys (province_id, boundary_version_id, unit_id, indicator_id, span, month, key, uses)
  select r.province_id, p_boundary, r.unit_id, r.indicator_id, 'year', year_start(r.month), r.key, sum(r.uses)
  from roll_up_keys r join indicators i on i.id = r.indicator_id and i.period_rule = 'sum'
  where r.boundary_version_id = p_boundary and r.span = 'month' and (p_holders is null or r.unit_id = any (p_holders))
  group by r.province_id, r.unit_id, r.indicator_id, year_start(r.month), r.key
  order by r.indicator_id, year_start(r.month), r.unit_id, r.key;
end $$;

-- How a province of today is made up of what is kept: provinces as then that lie wholly in it, and single units that
-- reported besides. Units that never reported do not matter.
create function composition_of(p_boundary integer)
returns table (holder_id integer, part_id integer, is_kept boolean)
language sql stable set search_path = binhyen, pg_temp as $$
  with reporting as materialized (select distinct s.unit_id from submissions s),
  today as materialized (
    select t.holder_id, t.unit_id from territories t join units h on h.id = t.holder_id and h.kind = 'province' and h.valid_to is null
    join reporting r on r.unit_id = t.unit_id
    where t.boundary_version_id = p_boundary and t.view = 'today'),
  then_held as materialized (
    select t.holder_id, t.unit_id from territories t join units h on h.id = t.holder_id and h.kind = 'province'
    join reporting r on r.unit_id = t.unit_id
    where t.boundary_version_id = p_boundary and t.view = 'then'),
  whole as materialized (
    select d.holder_id, e.holder_id as part_id
    from then_held e join today d on d.unit_id = e.unit_id
    group by d.holder_id, e.holder_id
    having count(*) = (select count(*) from then_held n where n.holder_id = e.holder_id))
  select w.holder_id, w.part_id, true from whole w
  union all
  select d.holder_id, d.unit_id, false from today d
  where not exists (select from whole w join then_held e on e.holder_id = w.part_id
    where w.holder_id = d.holder_id and e.unit_id = d.unit_id)
$$;

-- Fills the rows as today of a boundary version from what is kept as then and, for units that changed provinces, from
-- their own figures. Answers as of which moments, for the approvals that come meanwhile.
create function build_roll_ups_today(p_boundary integer, out sums_as_of pg_snapshot, out keys_as_of pg_snapshot)
language plpgsql set search_path = binhyen, pg_temp as $$
begin
  with moment as materialized (select pg_current_snapshot() as as_of),
  parts as materialized (select * from composition_of(p_boundary)),
  built as (
    insert into roll_ups (province_id, boundary_version_id, unit_id, indicator_id, span, month, value,
      records_cells, supplement_cells, imported_cells, apportioned_cells)
    select h.province_id, p_boundary, h.id, c.indicator_id, 'month', c.month, sum(c.value),
      sum(c.records), sum(c.supplement), sum(c.imported), sum(c.apportioned)
    from (
      select p.holder_id, r.indicator_id, r.month, r.value, r.records_cells as records, r.supplement_cells as supplement,
        r.imported_cells as imported, r.apportioned_cells as apportioned
      from parts p join roll_ups r on r.boundary_version_id = 0 and r.span = 'month' and r.unit_id = p.part_id
      where p.is_kept
      union all
      select p.holder_id, f.indicator_id, f.month, f.value, (f.origin = 'records')::integer, (f.origin = 'supplement')::integer,
        (f.origin = 'imported')::integer, (f.origin = 'apportioned')::integer
      from parts p join submissions s on s.unit_id = p.part_id
      join figures f on f.province_id = s.province_id and f.submission_id = s.id and f.is_current
      where not p.is_kept and f.value is not null) c
    join units h on h.id = c.holder_id
    group by h.province_id, h.id, c.indicator_id, c.month
    order by c.indicator_id, c.month, h.id)
  select as_of into sums_as_of from moment;
  with moment as materialized (select pg_current_snapshot() as as_of),
  parts as materialized (select * from composition_of(p_boundary)),
  built as (
    insert into roll_up_keys (province_id, boundary_version_id, unit_id, indicator_id, span, month, key, uses)
    select h.province_id, p_boundary, h.id, c.indicator_id, 'month', c.month, c.key, sum(c.uses)
    from (
      select p.holder_id, r.indicator_id, r.month, r.key, r.uses
      from parts p join roll_up_keys r on r.boundary_version_id = 0 and r.span = 'month' and r.unit_id = p.part_id
      where p.is_kept
      union all
      select p.holder_id, f.indicator_id, f.month, k.key, 1
      from parts p join submissions s on s.unit_id = p.part_id
      join figures f on f.province_id = s.province_id and f.submission_id = s.id and f.is_current
      cross join unnest(f.keys) as k(key)
      where not p.is_kept) c
    join units h on h.id = c.holder_id
    group by h.province_id, h.id, c.indicator_id, c.month, c.key
    order by c.indicator_id, c.month, h.id, c.key)
  select as_of into keys_as_of from moment;
  perform sum_roll_ups_of_years(p_boundary, null);
end $$;

-- Takes in the approvals that a boundary version under construction has not seen, and makes it the current one.
-- The caller holds boundary_versions in exclusive mode, so that none is under way.
create function switch_boundaries(p_boundary integer, p_sums_as_of pg_snapshot, p_keys_as_of pg_snapshot) returns void
language plpgsql set search_path = binhyen, pg_temp as $$
declare
  a approvals_meanwhile;
  former integer;
begin
  for a in select * from approvals_meanwhile order by id loop
    perform move_roll_ups(p_boundary, false, a.unit_id, a.month, a.province_id, a.submission_id, a.version, a.replaced_version,
      not pg_visible_in_snapshot(a.by_transaction, p_sums_as_of), not pg_visible_in_snapshot(a.by_transaction, p_keys_as_of));
  end loop;
  delete from approvals_meanwhile;
  update boundary_versions set state = 'superseded' where state = 'current' returning id into former;
  update boundary_versions set state = 'current', built_at = clock_timestamp() where id = p_boundary;
  -- Rows as today are of use for the boundaries in use; what was built upon earlier ones is recounted from the figures.
  delete from roll_ups where boundary_version_id = former;
  delete from roll_up_keys where boundary_version_id = former;
end $$;

-- As in 0016, but not beside a boundary version under construction.
create or replace function add_units(p_units jsonb) returns table (place integer, unit_id integer)
language plpgsql security definer set search_path = binhyen, pg_temp as $$
#variable_conflict use_column
declare
  boundary integer;
begin
  -- Waits for a boundary version under construction, before anything is held that its switch would wait for.
  perform pg_advisory_xact_lock_shared(7314004, 0);
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

-- What a bulk load adds, from its tables of the moment: figure_line_years (own sums by year), figure_line_months (sums by
-- province and month) and figure_line_versions (the versions that it brought). The caller holds boundary_versions.
create function add_bulk_years(p_has_years boolean) returns void
language plpgsql set search_path = binhyen, pg_temp as $$
begin
  if p_has_years then
    insert into figure_years as r (province_id, unit_id, indicator_id, year, value, records_cells, supplement_cells, imported_cells, apportioned_cells)
    select province_id, unit_id, indicator_id, year, value, records, supplement, imported, apportioned
    from figure_line_years order by indicator_id, year, unit_id
    on conflict (province_id, unit_id, indicator_id, year) do update set
      value = r.value + excluded.value,
      records_cells = r.records_cells + excluded.records_cells,
      supplement_cells = r.supplement_cells + excluded.supplement_cells,
      imported_cells = r.imported_cells + excluded.imported_cells,
      apportioned_cells = r.apportioned_cells + excluded.apportioned_cells;
  else
    -- The load has taken the key away meanwhile, and there is nothing to add to.
    insert into figure_years (province_id, unit_id, indicator_id, year, value, records_cells, supplement_cells, imported_cells, apportioned_cells)
    select province_id, unit_id, indicator_id, year, value, records, supplement, imported, apportioned
    from figure_line_years order by indicator_id, year, unit_id;
  end if;
end $$;

create function add_bulk_roll_ups() returns void
language plpgsql set search_path = binhyen, pg_temp as $$
declare
  boundary integer;
begin
  select id into strict boundary from boundary_versions where state = 'current';
  insert into roll_ups as r (province_id, boundary_version_id, unit_id, indicator_id, span, month, value,
    records_cells, supplement_cells, imported_cells, apportioned_cells)
  select s.province_id, 0, s.unit_id, s.indicator_id, s.span, s.first, sum(s.value),
    sum(s.records), sum(s.supplement), sum(s.imported), sum(s.apportioned)
  from (
    select m.*, 'month' as span, m.month as first from figure_line_months m
    union all
    select m.*, 'year', year_start(m.month) from figure_line_months m
    join indicators i on i.id = m.indicator_id and i.period_rule = 'sum') s
  group by s.province_id, s.unit_id, s.indicator_id, s.span, s.first
  order by s.span, s.indicator_id, s.first, s.unit_id
  on conflict (province_id, boundary_version_id, unit_id, indicator_id, span, month) do update set
    value = r.value + excluded.value,
    records_cells = r.records_cells + excluded.records_cells,
    supplement_cells = r.supplement_cells + excluded.supplement_cells,
    imported_cells = r.imported_cells + excluded.imported_cells,
    apportioned_cells = r.apportioned_cells + excluded.apportioned_cells;
  insert into roll_up_keys as r (province_id, boundary_version_id, unit_id, indicator_id, span, month, key, uses)
  select h.province_id, 0, h.id, f.indicator_id, n.span, n.first, k.key, count(*)
  from figures f
  join indicators i on i.id = f.indicator_id
  join territories t on t.unit_id = f.unit_id and t.boundary_version_id = boundary and t.view = 'then'
  join units h on h.id = t.holder_id and h.kind = 'province'
  cross join lateral (
    select 'month' as span, f.month as first union all select 'year', year_start(f.month) where i.period_rule = 'sum') n
  cross join unnest(f.keys) as k(key)
  where f.is_current and f.value is not null and f.keys is not null
    and f.submission_id in (select v.submission_id from figure_line_versions v)
  group by h.province_id, h.id, f.indicator_id, n.span, n.first, k.key
  order by n.span, f.indicator_id, n.first, h.id, k.key
  on conflict (province_id, boundary_version_id, unit_id, indicator_id, span, month, key) do update set uses = r.uses + excluded.uses;
  -- Rows as today are put together anew from those as then.
  delete from roll_ups where boundary_version_id = boundary;
  delete from roll_up_keys where boundary_version_id = boundary;
  perform build_roll_ups_today(boundary);
end $$;

alter table figure_years enable row level security;
alter table figure_years force row level security;
create policy figure_years_owner on figure_years to current_user using (true) with check (true);
create policy figure_years_read on figure_years for select using (
  (select has_nationwide('figure.read')) or unit_id in (select units_read_through('figure.read')));

alter table roll_ups enable row level security;
alter table roll_ups force row level security;
create policy roll_ups_owner on roll_ups to current_user using (true) with check (true);
create policy roll_ups_read on roll_ups for select using (
  (select has_nationwide('figure.read')) or unit_id in (select units_with('figure.read')));

alter table roll_up_keys enable row level security;
alter table roll_up_keys force row level security;
create policy roll_up_keys_owner on roll_up_keys to current_user using (true) with check (true);
create policy roll_up_keys_read on roll_up_keys for select using (
  (select has_nationwide('figure.read')) or unit_id in (select units_with('figure.read')));

alter table approvals_meanwhile enable row level security;
alter table approvals_meanwhile force row level security;
create policy approvals_meanwhile_owner on approvals_meanwhile to current_user using (true) with check (true);
create policy approvals_meanwhile_nobody on approvals_meanwhile for select using (false);

-- A house that is already kept: everything anew from its figures.
do $$
declare
  boundary integer;
begin
  select id into boundary from boundary_versions where state = 'current';
  if boundary is null then return; end if;
  insert into figure_years (province_id, unit_id, indicator_id, year, value, records_cells, supplement_cells, imported_cells, apportioned_cells)
  select f.province_id, f.unit_id, f.indicator_id, year_start(f.month), sum(f.value),
    count(*) filter (where f.origin = 'records'), count(*) filter (where f.origin = 'supplement'),
    count(*) filter (where f.origin = 'imported'), count(*) filter (where f.origin = 'apportioned')
  from figures f join indicators i on i.id = f.indicator_id and i.period_rule = 'sum'
  where f.is_current and f.value is not null
  group by 1, 2, 3, 4;
  perform write_territory_lives(boundary);
  perform rebuild_roll_ups_then(boundary, null);
  perform build_roll_ups_today(boundary);
end $$;

-- Who handed up a month, and when first.
create index submission_versions_received_index on submission_versions (month) include (unit_id, submitted_at)
  where version = 1 and state <> 'open';
