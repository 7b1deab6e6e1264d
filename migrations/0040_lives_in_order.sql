-- Written in the order in which it is asked: the rows of thousands of communes then lie side by side.
create or replace function write_territory_lives(p_boundary integer) returns void
language sql set search_path = binhyen, pg_temp as $$
  insert into territory_lives (boundary_version_id, view, holder_id, subject_kind, issuer_id, first_month, last_month, units, unverified)
  select p_boundary, p.view, p.holder_id, u.kind, coalesce(i.holder_id, 0), u.first_month, u.last_month, count(*),
    count(*) filter (where u.valid_to is not null and exists (
      select from successions s where s.from_unit_id = u.id and s.extent = 'unverified'))
  from (
    select t.view, t.holder_id, t.unit_id from territories t where t.boundary_version_id = p_boundary
    union all
    select v.view, n.id, u.id from units n cross join (values ('then'), ('today')) as v(view) cross join units u where n.kind = 'nation') p
  join units u on u.id = p.unit_id and u.kind in ('province', 'district', 'commune')
  left join (
    select t.unit_id, min(t.holder_id) as holder_id from territories t join units h on h.id = t.holder_id and h.kind = 'province'
    where t.boundary_version_id = p_boundary and t.view = 'then' group by t.unit_id) i on i.unit_id = u.id
  group by 2, 3, 4, 5, 6, 7
  order by 2, 3, 4, 5, 6, 7
$$;

delete from territory_lives;
select write_territory_lives(id) from boundary_versions order by id;
