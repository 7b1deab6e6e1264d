-- The bulk load adds what it has summed from the file itself, and reads the figures no second time.

drop function add_bulk_roll_ups();
create function add_bulk_roll_ups(p_is_first boolean) returns void
language plpgsql set search_path = binhyen, pg_temp as $$
declare
  boundary integer;
  adding_sums text := '';
  adding_keys text := '';
begin
  select id into strict boundary from boundary_versions where state = 'current';
  -- What comes first meets no other row, and the load has taken the keys away meanwhile.
  if not p_is_first then
    adding_sums := 'on conflict (province_id, boundary_version_id, unit_id, indicator_id, span, month) do update set
      value = r.value + excluded.value,
      records_cells = r.records_cells + excluded.records_cells,
      supplement_cells = r.supplement_cells + excluded.supplement_cells,
      imported_cells = r.imported_cells + excluded.imported_cells,
      apportioned_cells = r.apportioned_cells + excluded.apportioned_cells';
    adding_keys := 'on conflict (province_id, boundary_version_id, unit_id, indicator_id, span, month, key) do update set uses = r.uses + excluded.uses';
  end if;
  execute 'insert into roll_ups as r (province_id, boundary_version_id, unit_id, indicator_id, span, month, value,
      records_cells, supplement_cells, imported_cells, apportioned_cells)
    select s.province_id, 0, s.unit_id, s.indicator_id, s.span, s.first, sum(s.value),
      sum(s.records), sum(s.supplement), sum(s.imported), sum(s.apportioned)
    from (
      select m.*, ''month'' as span, m.month as first from figure_line_months m
      union all
      select m.*, ''year'', year_start(m.month) from figure_line_months m
      join indicators i on i.id = m.indicator_id and i.period_rule = ''sum'') s
    group by s.province_id, s.unit_id, s.indicator_id, s.span, s.first
    order by s.span, s.indicator_id, s.first, s.unit_id ' || adding_sums;
  execute 'insert into roll_up_keys as r (province_id, boundary_version_id, unit_id, indicator_id, span, month, key, uses)
    select s.province_id, 0, s.unit_id, s.indicator_id, s.span, s.first, s.key, sum(s.uses)
    from (
      select k.*, ''month'' as span, k.month as first from figure_line_keys k
      union all
      select k.*, ''year'', year_start(k.month) from figure_line_keys k
      join indicators i on i.id = k.indicator_id and i.period_rule = ''sum'') s
    group by s.province_id, s.unit_id, s.indicator_id, s.span, s.first, s.key
    order by s.span, s.indicator_id, s.first, s.unit_id, s.key ' || adding_keys;
  -- Rows as today are put together anew from those as then, which are many more than the planner has heard of.
  analyze roll_ups;
  analyze roll_up_keys;
  delete from roll_ups where boundary_version_id = boundary;
  delete from roll_up_keys where boundary_version_id = boundary;
  perform build_roll_ups_today(boundary);
end $$;
