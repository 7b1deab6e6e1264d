-- A province that has not ended holds today what it held in its own time, but for the units that came to it and those that
-- left it. Rows as today keep that difference alone: an approval of a unit that has not ended moves the rows as then and no
-- others, which is nearly every approval there is.

comment on table roll_ups is
  'Provinces: own figures plus those of all units below, by month and administrative year. As then in full (boundary version 0); as today what is to be added to them. Written by apply_approval, the builder of boundary versions and the bulk load only';
comment on column roll_ups.boundary_version_id is
  '0: as then. A boundary version: what a province of today holds beyond its row as then, with units that came counted for and units that left counted against';
comment on column roll_ups.records_cells is
  'How many approved unit figures with a value of origin records are in it, those of units that left counted against; likewise the next three';
comment on column roll_up_keys.boundary_version_id is 'As in roll_ups: 0 for the view then, else the difference of today';
comment on column roll_up_keys.uses is 'In how many own figures the key stands; those of units that left counted against';

-- The provinces whose kept rows a unit's figures move: those as then (0), and in a boundary version the one of today that
-- took the unit over (1) and the one that it left (-1).
drop function holders_of(integer, boolean, integer);
create function holders_of(p_boundary integer, p_then boolean, p_unit integer)
returns table (province_id integer, boundary_version_id integer, id integer, sign integer)
language sql stable set search_path = binhyen, pg_temp as $$
  with held as materialized (
    select h.province_id, h.id, t.view, h.valid_to is null as lives
    from territories t join units h on h.id = t.holder_id
    where t.unit_id = p_unit and t.boundary_version_id = p_boundary and h.kind = 'province' and (t.view = 'then' or h.valid_to is null))
  select province_id, 0, id, 1 from held where view = 'then' and p_then
  union all
  select o.province_id, p_boundary, o.id, case o.view when 'today' then 1 else -1 end
  from held o where o.lives and not exists (select from held e where e.id = o.id and e.view <> o.view)
$$;

create or replace function move_roll_ups(p_boundary integer, p_then boolean, p_unit integer, p_month date, p_province integer,
  p_submission uuid, p_version integer, p_replaced integer, p_sums boolean, p_keys boolean) returns void
language plpgsql set search_path = binhyen, pg_temp as $$
begin
  if p_sums then
    insert into roll_ups as r (province_id, boundary_version_id, unit_id, indicator_id, span, month, value,
      records_cells, supplement_cells, imported_cells, apportioned_cells)
    select h.province_id, h.boundary_version_id, h.id, c.indicator_id, s.span, s.month, h.sign * c.value, h.sign * c.records,
      h.sign * c.supplement, h.sign * c.imported, h.sign * c.apportioned
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
    select h.province_id, h.boundary_version_id, h.id, c.indicator_id, s.span, s.month, c.key, h.sign * c.uses
    from key_change_of(p_province, p_submission, p_version, p_replaced) c
    cross join lateral (values ('month', p_month), ('year', year_start(p_month))) as s(span, month)
    cross join holders_of(p_boundary, p_then, p_unit) h
    where s.span = 'month' or c.is_summed
    order by h.province_id, h.boundary_version_id, h.id, c.indicator_id, s.span, c.key
    on conflict (province_id, boundary_version_id, unit_id, indicator_id, span, month, key) do update set uses = r.uses + excluded.uses;
  end if;
end $$;

-- What a province of today holds beyond what it held in its own time: provinces as then that came to it whole, single units
-- that came besides (1), and single units that left it (-1). Units that never reported do not matter.
drop function composition_of(integer);
create function composition_of(p_boundary integer)
returns table (holder_id integer, part_id integer, is_kept boolean, sign integer)
language sql stable parallel safe set search_path = binhyen, pg_temp as $$
  with reporting as materialized (select distinct s.unit_id from submissions s),
  today as materialized (
    select t.holder_id, t.unit_id from territories t join units h on h.id = t.holder_id and h.kind = 'province' and h.valid_to is null
    join reporting r on r.unit_id = t.unit_id
    where t.boundary_version_id = p_boundary and t.view = 'today'),
  then_held as materialized (
    select t.holder_id, t.unit_id, h.valid_to is null as lives
    from territories t join units h on h.id = t.holder_id and h.kind = 'province'
    join reporting r on r.unit_id = t.unit_id
    where t.boundary_version_id = p_boundary and t.view = 'then'),
  came as materialized (
    select d.holder_id, d.unit_id from today d
    where not exists (select from then_held e where e.unit_id = d.unit_id and e.holder_id = d.holder_id)),
  whole as materialized (
    select c.holder_id, e.holder_id as part_id
    from then_held e join came c on c.unit_id = e.unit_id
    group by c.holder_id, e.holder_id
    having count(*) = (select count(*) from then_held n where n.holder_id = e.holder_id))
  select w.holder_id, w.part_id, true, 1 from whole w
  union all
  select c.holder_id, c.unit_id, false, 1 from came c
  where not exists (select from whole w join then_held e on e.holder_id = w.part_id
    where w.holder_id = c.holder_id and e.unit_id = c.unit_id)
  union all
  select e.holder_id, e.unit_id, false, -1 from then_held e
  where e.lives and not exists (select from today d where d.unit_id = e.unit_id and d.holder_id = e.holder_id)
$$;

create or replace function build_roll_ups_today(p_boundary integer, out sums_as_of pg_snapshot, out keys_as_of pg_snapshot)
language plpgsql set search_path = binhyen, pg_temp as $$
begin
  with moment as materialized (select pg_current_snapshot() as as_of),
  parts as materialized (select * from composition_of(p_boundary)),
  built as (
    insert into roll_ups (province_id, boundary_version_id, unit_id, indicator_id, span, month, value,
      records_cells, supplement_cells, imported_cells, apportioned_cells)
    select h.province_id, p_boundary, h.id, c.indicator_id, 'month', c.month, sum(c.sign * c.value),
      sum(c.sign * c.records), sum(c.sign * c.supplement), sum(c.sign * c.imported), sum(c.sign * c.apportioned)
    from (
      select p.holder_id, p.sign, r.indicator_id, r.month, r.value, r.records_cells as records, r.supplement_cells as supplement,
        r.imported_cells as imported, r.apportioned_cells as apportioned
      from parts p join roll_ups r on r.boundary_version_id = 0 and r.span = 'month' and r.unit_id = p.part_id
      where p.is_kept
      union all
      select p.holder_id, p.sign, f.indicator_id, f.month, f.value, (f.origin = 'records')::integer, (f.origin = 'supplement')::integer,
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
      select p.holder_id, r.indicator_id, r.month, r.key, p.sign * r.uses as uses
      from parts p join roll_up_keys r on r.boundary_version_id = 0 and r.span = 'month' and r.unit_id = p.part_id
      where p.is_kept
      union all
      select p.holder_id, f.indicator_id, f.month, k.key, p.sign
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

delete from roll_ups where boundary_version_id = (select id from boundary_versions where state = 'current');
delete from roll_up_keys where boundary_version_id = (select id from boundary_versions where state = 'current');
select build_roll_ups_today(id) from boundary_versions where state = 'current';
