-- Checks before submitting: declared rules between indicators, and the warnings that were passed with a sentence.

create table indicator_rules (
  code text primary key,
  left_formula text not null,
  relation text not null check (relation in ('at_most', 'equal')),
  right_formula text not null,
  right_months integer not null default 1 check (right_months between 1 and 24),
  certainty text not null check (certainty in ('certain', 'usual')),
  why_vi text not null,
  why_en text not null,
  source text not null
);
comment on table indicator_rules is 'What must hold between the figures of one unit and month; reference-data/indicator-rules.csv, later also added by an administrator';
comment on column indicator_rules.left_formula is 'Codes of indicators, added: T23 + T25; a part that is not reported is left out, for it can only make the sum larger';
comment on column indicator_rules.relation is 'at_most = the left side is not larger than the right one; equal = both are the same';
comment on column indicator_rules.right_formula is 'As the left side, but all parts must be reported, else the rule says nothing';
comment on column indicator_rules.right_months is
  'How many months, this one included, the right side looks back over: flows are added up, of stocks the highest counts';
comment on column indicator_rules.certainty is 'certain = follows from the definitions; usual = practice, with honest exceptions';
comment on column indicator_rules.source is 'Document from which the rule follows, or practice';

create table submission_warnings (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  submission_id uuid not null,
  version integer not null,
  unit_id integer not null references units,
  indicator_id integer references indicators,
  code text not null check (code in
    ('rule', 'outlier', 'copied', 'levels_equal', 'levels_swapped', 'stock_without_records', 'stock_moved')),
  key text not null,
  params jsonb not null,
  sentence text not null check (length(sentence) between 3 and 500),
  passed_by uuid not null references accounts,
  passed_at timestamptz not null default now(),
  primary key (province_id, id),
  constraint submission_warnings_key unique (province_id, submission_id, version, passed_at, key),
  foreign key (province_id, submission_id, version) references submission_versions (province_id, submission_id, version)
);
create index submission_warnings_unit_id_index on submission_warnings (unit_id);
create index submission_warnings_indicator_id_index on submission_warnings (indicator_id);
create index submission_warnings_passed_by_index on submission_warnings (passed_by);
comment on table submission_warnings is 'Warnings that stood when a version was handed up, each with the sentence by which it was passed; never changed';
comment on column submission_warnings.indicator_id is 'Where it stands; null = on the period as a whole';
comment on column submission_warnings.key is 'Names the warning within its period: the code, with the rule or indicator it is of';
comment on column submission_warnings.params is 'Numbers, months and codes of which it speaks, as they were; its words are made from these';
comment on column submission_warnings.passed_at is
  'The very instant at which the version was handed up: one that was returned and handed up again has a set for each, and the last counts';

alter table submission_warnings enable row level security;
alter table submission_warnings force row level security;
create policy submission_warnings_owner on submission_warnings to current_user using (true) with check (true);
create policy submission_warnings_read on submission_warnings for select using (
  (select has_nationwide('submission.read')) or unit_id in (select units_with('submission.read')));
-- Passed by whoever hands the month up, in the act that does so.
create policy submission_warnings_insert on submission_warnings for insert with check (
  passed_by = (select session_account()) and unit_id in (select units_with('submission.submit'))
  and exists (select from submission_versions v where v.province_id = submission_warnings.province_id
    and v.submission_id = submission_warnings.submission_id and v.version = submission_warnings.version
    and v.unit_id = submission_warnings.unit_id and v.state in ('open', 'returned')));
