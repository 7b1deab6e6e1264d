-- Row security asks this several times in every statement, so it looks the posts up once, does no more than they need, and is
-- planned once in a connection.
alter function session_posts(text) rows 2;
create or replace function units_with(asked_permission text) returns setof integer
language plpgsql stable parallel safe security definer
set search_path = binhyen, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  held integer[];
  -- Units of today among them: what an ended unit held belongs to units of today.
  with_all_below integer[];
  with_own integer[];
  is_nationwide boolean;
begin
  select array_agg(p.unit_id), array_agg(p.unit_id) filter (where p.reach = 'below' and u.valid_to is null),
    array_agg(p.unit_id) filter (where p.reach = 'own' and u.valid_to is null), bool_or(p.reach = 'below' and u.kind = 'nation')
  into held, with_all_below, with_own, is_nationwide
  from session_posts(asked_permission) p join units u on u.id = p.unit_id;
  if held is null then return; end if;
  if is_nationwide then return query select u.id from units u; return; end if;
  return query
    select unnest(held)
    union
    select t.unit_id from boundary_versions b
    join territories t on t.boundary_version_id = b.id and t.view = 'today' and t.holder_id = any (with_all_below)
    where b.state = 'current'
    union
    select t.unit_id from boundary_versions b
    join territories t on t.boundary_version_id = b.id and t.view = 'today'
    join unnest(with_own) as o(unit_id) on o.unit_id = t.holder_id
    where b.state = 'current' and not exists (
      select from units c join territories n on n.holder_id = c.id and n.view = 'today' and n.boundary_version_id = b.id
      where c.parent_id = o.unit_id and c.valid_to is null and n.unit_id = t.unit_id);
end $$;
