-- Reorganisations of administrative units: planned by one administrator, confirmed by another, applied on their day.
-- Reference tables, as the units they change. The running role reads them and writes through three functions.

create table reorganisations (
  id integer generated always as identity primary key,
  state text not null default 'planned' check (state in ('planned', 'applied', 'withdrawn')),
  title text not null,
  document_number text not null,
  document_date date not null,
  issuer text not null,
  takes_effect_on date not null,
  version integer not null default 1,
  added_by uuid not null references accounts,
  added_at timestamptz not null default now(),
  changed_by uuid not null references accounts,
  changed_at timestamptz not null default now(),
  confirmed_by uuid references accounts,
  confirmed_at timestamptz,
  withdrawn_by uuid references accounts,
  withdrawn_at timestamptz,
  withdraw_reason text,
  applied_at timestamptz,
  boundary_version_id integer references boundary_versions,
  constraint reorganisations_second_person_check check (confirmed_by <> added_by and confirmed_by <> changed_by),
  constraint reorganisations_applied_check check (state <> 'applied' or confirmed_by is not null and applied_at is not null)
);
create index reorganisations_added_by_index on reorganisations (added_by);
create index reorganisations_changed_by_index on reorganisations (changed_by);
create index reorganisations_confirmed_by_index on reorganisations (confirmed_by);
create index reorganisations_withdrawn_by_index on reorganisations (withdrawn_by);
create index reorganisations_boundary_version_id_index on reorganisations (boundary_version_id);
comment on table reorganisations is
  'Planned and applied changes of administrative units: merging, splitting, founding, adjusting boundaries, by one document';
comment on column reorganisations.state is 'planned = may be changed or withdrawn; applied = units and successions say so; withdrawn = never happened';
comment on column reorganisations.takes_effect_on is 'First day of the new units; the day on which it is applied at the earliest';
comment on column reorganisations.confirmed_by is 'Another administrator than whoever added or last changed it; a change takes the confirmation away';
comment on column reorganisations.boundary_version_id is 'The boundary version that was built for it';

create table reorganisation_lines (
  reorganisation_id integer not null references reorganisations,
  place integer not null,
  act text not null check (act in ('end', 'found', 'follow', 'move')),
  from_id integer references units,
  to_id integer references units,
  to_ref text,
  ref text,
  kind text check (kind in ('province', 'commune', 'residential_area')),
  code text,
  name_vi text,
  name_en text,
  extent text check (extent in ('whole', 'part', 'unverified')),
  note text,
  made_id integer references units,
  primary key (reorganisation_id, place),
  constraint reorganisation_lines_shape_check check (case act
    when 'end' then from_id is not null
    when 'found' then ref is not null and kind is not null and name_vi is not null and num_nonnulls(to_id, to_ref) = 1
    when 'follow' then from_id is not null and extent is not null and num_nonnulls(to_id, to_ref) = 1
    else from_id is not null and num_nonnulls(to_id, to_ref) = 1 end)
);
create index reorganisation_lines_from_id_index on reorganisation_lines (from_id);
create index reorganisation_lines_to_id_index on reorganisation_lines (to_id);
create index reorganisation_lines_made_id_index on reorganisation_lines (made_id);
comment on table reorganisation_lines is 'What a reorganisation does, line by line';
comment on column reorganisation_lines.act is
  'end = from_id ends; found = a new unit ref below to; follow = to follows from_id by extent; move = from_id comes under to, with its name';
comment on column reorganisation_lines.to_ref is 'A unit that the reorganisation founds, by its ref; to_id = a present one';
comment on column reorganisation_lines.made_id is 'Of a found line that was applied: the unit that was made';

-- A code of ours is held once; official codes pass from a unit to the one that follows it.
drop index units_administrator_code_key;
create unique index units_administrator_code_key on units (code)
  where source = 'administrator' and kind in ('residential_area', 'agency', 'enterprise', 'school');

-- Keeps a plan, new (p_id null) or changed; null where it has another version by now. A change takes the confirmation away.
create function keep_reorganisation(p_id integer, p_version integer, p_head jsonb, p_lines jsonb) returns integer
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  kept reorganisations;
begin
  if not has_nationwide('reorganisation.manage') then
    raise exception 'keep_reorganisation_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  if p_id is null then
    insert into reorganisations (title, document_number, document_date, issuer, takes_effect_on, added_by, changed_by)
    select h.title, h.document_number, h.document_date, h.issuer, h.takes_effect_on, session_account(), session_account()
    from jsonb_to_record(p_head) as h(title text, document_number text, document_date date, issuer text, takes_effect_on date)
    returning * into kept;
  else
    select * into kept from reorganisations where id = p_id for update;
    if kept.version is distinct from p_version or kept.state <> 'planned' then return null; end if;
    update reorganisations set title = h.title, document_number = h.document_number, document_date = h.document_date,
      issuer = h.issuer, takes_effect_on = h.takes_effect_on, version = version + 1, confirmed_by = null, confirmed_at = null,
      changed_by = session_account(), changed_at = now()
    from jsonb_to_record(p_head) as h(title text, document_number text, document_date date, issuer text, takes_effect_on date)
    where id = p_id;
    delete from reorganisation_lines where reorganisation_id = p_id;
  end if;
  insert into reorganisation_lines (reorganisation_id, place, act, from_id, to_id, to_ref, ref, kind, code, name_vi, name_en, extent, note)
  select kept.id, l.place, n.act, n.from_id, n.to_id, n.to_ref, n.ref, n.kind, n.code, n.name_vi, n.name_en, n.extent, n.note
  from jsonb_array_elements(p_lines) with ordinality as l(element, place),
    jsonb_to_record(l.element) as n(act text, from_id integer, to_id integer, to_ref text, ref text, kind text, code text,
      name_vi text, name_en text, extent text, note text);
  return kept.id;
end $$;

-- The second person's word; false where the plan has another version by now.
create function confirm_reorganisation(p_id integer, p_version integer) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  if not has_nationwide('reorganisation.manage') then
    raise exception 'confirm_reorganisation_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  update reorganisations set confirmed_by = session_account(), confirmed_at = now()
  where id = p_id and version = p_version and state = 'planned' and confirmed_by is null;
  return found;
end $$;

-- Withdraws a plan before it is applied; false where it has another version by now or is no plan any more.
create function withdraw_reorganisation(p_id integer, p_version integer, p_reason text) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  if not has_nationwide('reorganisation.manage') then
    raise exception 'withdraw_reorganisation_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  update reorganisations set state = 'withdrawn', withdrawn_by = session_account(), withdrawn_at = now(), withdraw_reason = p_reason
  where id = p_id and version = p_version and state = 'planned';
  return found;
end $$;

-- For the preview of a reorganisation: totals of made-up territories (each pair a holder and a unit in it) over a span, by
-- the period rule of each indicator. Sums only, for whoever may plan a reorganisation, who need not read figures.
create function total_territories(p_holders integer[], p_units integer[], p_indicators text[], p_from date, p_to date)
returns table (holder_id integer, indicator_code text, value numeric)
language plpgsql stable security definer set search_path = binhyen, pg_temp as $$
begin
  if not has_nationwide('reorganisation.manage') then
    raise exception 'total_territories_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  return query
  with place as materialized (select p.holder, p.unit from unnest(p_holders, p_units) as p(holder, unit)),
  cell as materialized (
    select p.holder, i.code, i.kind, f.value, f.keys
    from place p cross join indicators i join figures f
      on f.unit_id = p.unit and f.indicator_id = i.id and f.is_current and f.value is not null
        and f.month >= case i.period_rule when 'end' then p_to else p_from end and f.month <= p_to
    where i.code = any (p_indicators))
  select c.holder, c.code, case when c.kind = 'distinct'
    then (select count(distinct k.key) from cell d cross join unnest(d.keys) as k(key) where d.holder = c.holder and d.code = c.code)::numeric
    else sum(c.value) end
  from cell c group by c.holder, c.code, c.kind;
end $$;

-- For the preview of a reorganisation: what is not finished at units that end. Counts and months, nothing of the content.
create function unfinished_at(p_units integer[], p_day date)
returns table (unit_id integer, what text, detail text, day date)
language plpgsql stable security definer set search_path = binhyen, pg_temp as $$
begin
  if not has_nationwide('reorganisation.manage') then
    raise exception 'unfinished_at_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  return query
  select k.unit_id, 'register', k.register, k.kept_from from register_keepings k where k.unit_id = any (p_units)
  union all
  select s.unit_id, case when s.month >= month_of(p_day) then 'later_month' else 'open_month' end, s.state, s.month
  from (
    select distinct on (v.unit_id, v.month) v.unit_id, v.month, v.state from submission_versions v
    where v.unit_id = any (p_units) order by v.unit_id, v.month, v.version desc) s
  where s.state <> 'approved' or s.month >= month_of(p_day)
  order by 1, 2, 4;
end $$;

-- As in 0016, but what a reorganisation ended stays ended.
create or replace function reopen_added_unit(p_unit integer, p_version integer) returns boolean
language plpgsql security definer set search_path = binhyen, pg_temp as $$
begin
  if not hold_added_unit(p_unit, p_version) then return false; end if;
  if exists (select from units u join units p on p.id = u.parent_id where u.id = p_unit and p.valid_to is not null)
    or exists (select from successions where from_unit_id = p_unit) then
    raise exception 'reopen_added_unit_misplaced' using errcode = 'check_violation', constraint = 'units_misplaced_check';
  end if;
  update units set valid_to = null, end_reason = null, version = version + 1 where id = p_unit;
  return true;
end $$;
