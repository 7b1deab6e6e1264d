-- Word templates that a unit brings for its own reports.

create table report_templates (
  province_id integer not null,
  id uuid not null default gen_random_uuid(),
  unit_id integer not null references units,
  name text not null check (length(name) between 3 and 120),
  file_key text not null,
  size integer not null check (size > 0),
  sha256 text not null,
  placeholders text[] not null,
  added_by uuid not null references accounts,
  added_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (province_id, id)
);
create index report_templates_unit_id_index on report_templates (unit_id);
create index report_templates_added_by_index on report_templates (added_by);
comment on table report_templates is 'Word files (.docx) of a unit with named figures such as {{T02}}; the file itself lies in the file store';
comment on column report_templates.file_key is 'Key of the file in the file store, by unit';
comment on column report_templates.placeholders is 'The names found in it, each checked when it was added';
comment on column report_templates.removed_at is 'When it was put away; null = in use';

alter table report_templates enable row level security;
alter table report_templates force row level security;
create policy report_templates_owner on report_templates to current_user using (true) with check (true);
create policy report_templates_read on report_templates for select using (
  (select has_nationwide('report.read')) or unit_id in (select units_with('report.read')));
create policy report_templates_insert on report_templates for insert with check (unit_id in (select units_with('report.write')));
create policy report_templates_update on report_templates for update using (unit_id in (select units_with('report.write')))
  with check (unit_id in (select units_with('report.write')));
