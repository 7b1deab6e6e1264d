-- Indicators added by an administrator and seconded by another person (DESIGN law 7). A proposal counts nowhere until then.

create table indicator_proposals (
  id uuid primary key default gen_random_uuid(),
  code text not null check (code ~ '^[A-Z]{2,4}[0-9]{1,3}$'),
  name_vi text not null check (length(name_vi) between 3 and 200),
  name_en text not null check (length(name_en) between 3 and 200),
  measure_unit_vi text not null check (length(measure_unit_vi) between 1 and 40),
  measure_unit_en text not null check (length(measure_unit_en) between 1 and 40),
  kind text not null check (kind in ('flow', 'stock', 'ratio', 'derived', 'distinct')),
  period_rule text not null check (period_rule in ('sum', 'end')),
  register text,
  measure text,
  filter text,
  numerator_code text,
  denominator_code text,
  formula text,
  definition_vi text not null check (length(definition_vi) between 10 and 1000),
  definition_en text not null check (length(definition_en) between 10 and 1000),
  legal_source text not null check (length(legal_source) between 3 and 300),
  issuer_id integer not null references units,
  subject_kind text check (subject_kind in ('province', 'commune')),
  from_month date check (extract(day from from_month) = 1),
  state text not null default 'proposed' check (state in ('proposed', 'in_force', 'declined', 'withdrawn')),
  proposed_by uuid not null references accounts,
  proposed_at timestamptz not null default now(),
  decided_by uuid references accounts,
  decided_at timestamptz,
  decision_reason text check (length(decision_reason) between 3 and 500),
  constraint indicator_proposals_ratio_check check ((kind = 'ratio') = (numerator_code is not null and denominator_code is not null)),
  constraint indicator_proposals_derived_check check ((kind = 'derived') = (formula is not null)),
  constraint indicator_proposals_register_check check ((register is null) = (measure is null) and (filter is null or register is not null)),
  constraint indicator_proposals_owed_check check (
    (kind in ('ratio', 'derived')) = (subject_kind is null) and (subject_kind is null) = (from_month is null)),
  constraint indicator_proposals_decided_check check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  constraint indicator_proposals_reason_check check ((state in ('declined', 'withdrawn')) = (decision_reason is not null)),
  constraint indicator_proposals_second_person_check check (state not in ('in_force', 'declined') or decided_by <> proposed_by)
);
create unique index indicator_proposals_code_key on indicator_proposals (code) where state in ('proposed', 'in_force');
create index indicator_proposals_issuer_id_index on indicator_proposals (issuer_id);
create index indicator_proposals_proposed_by_index on indicator_proposals (proposed_by);
create index indicator_proposals_decided_by_index on indicator_proposals (decided_by);
comment on table indicator_proposals is
  'Indicators that an administrator defined, until a second person puts them in force; the columns of the definition are those of indicators';
comment on column indicator_proposals.code is 'Two letters or more: codes of one letter belong to reference-data/indicators.csv and can never meet these';
comment on column indicator_proposals.issuer_id is 'The nation or a province: within it the indicator is owed, and from it the proposal is decided';
comment on column indicator_proposals.subject_kind is 'Which units owe it, from from_month on; null for what is computed from other indicators';
comment on column indicator_proposals.decided_by is 'Who put it in force or declined it, never who proposed it; or who withdrew it';
comment on column indicator_proposals.decision_reason is 'Why it was declined or withdrawn';

alter table indicator_proposals enable row level security;
alter table indicator_proposals force row level security;
create policy indicator_proposals_owner on indicator_proposals to current_user using (true) with check (true);
create policy indicator_proposals_read on indicator_proposals for select using ((select session_account()) is not null);
create policy indicator_proposals_insert on indicator_proposals for insert with check (
  state = 'proposed' and proposed_by = (select session_account())
  and ((select has_nationwide('indicator.propose')) or issuer_id in (select units_with('indicator.propose'))));
create policy indicator_proposals_update on indicator_proposals for update using (state = 'proposed') with check (
  decided_by = (select session_account()) and case state
    when 'withdrawn' then (select has_nationwide('indicator.propose')) or issuer_id in (select units_with('indicator.propose'))
    when 'declined' then (select has_nationwide('indicator.second')) or issuer_id in (select units_with('indicator.second'))
    else false end);

-- Puts a proposal in force: the indicator, with both persons, and who owes it from when. The only way to a row of
-- indicators while the house is open.
create function put_indicator_in_force(p_proposal uuid) returns integer
language plpgsql security definer set search_path = binhyen, pg_temp as $$
declare
  p indicator_proposals;
  made integer;
begin
  select * into p from indicator_proposals where id = p_proposal for update;
  if p.state is distinct from 'proposed' then raise exception 'put_indicator_in_force_not_proposed'; end if;
  if session_account() is null or session_account() = p.proposed_by
    or not (has_nationwide('indicator.second') or p.issuer_id in (select units_with('indicator.second'))) then
    raise exception 'put_indicator_in_force_not_allowed' using errcode = 'insufficient_privilege';
  end if;
  insert into indicators (code, name_vi, name_en, measure_unit_vi, measure_unit_en, kind, period_rule, register, measure, filter,
    numerator_code, denominator_code, formula, definition_vi, definition_en, legal_source, added_by, seconded_by)
  values (p.code, p.name_vi, p.name_en, p.measure_unit_vi, p.measure_unit_en, p.kind, p.period_rule, p.register, p.measure, p.filter,
    p.numerator_code, p.denominator_code, p.formula, p.definition_vi, p.definition_en, p.legal_source, p.proposed_by, session_account())
  returning id into made;
  if p.subject_kind is not null then
    insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis)
    select u.province_id, u.id, made, p.subject_kind, p.from_month, p.legal_source from units u where u.id = p.issuer_id;
  end if;
  update indicator_proposals set state = 'in_force', decided_by = session_account(), decided_at = now() where id = p_proposal;
  return made;
end $$;
