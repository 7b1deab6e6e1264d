-- What every register shares beyond its own columns: row security by one procedure, and observations as an act of its own.

alter table record_versions drop constraint record_versions_act_check;
alter table record_versions add constraint record_versions_act_check
  check (act in ('registered', 'corrected', 'observed', 'voided', 'restored'));

create table opened_registers (
  register text primary key,
  table_name text not null unique
);
comment on table opened_registers is 'Registers opened by open_register; grants.sql gives the running role their tables';

-- Called by the migration of a register once its table (and <table>_observations, where it observes something) stands.
-- The policies name the rights as constants, so that PostgreSQL asks for the units of a right once per statement.
-- p_shared: a condition on the row under which everybody with the right to read, wherever, may read it.
create procedure open_register(p_register text, p_table text, p_read text, p_write text, p_shared text default null)
language plpgsql set search_path = binhyen, pg_temp as $$
declare
  within constant text := '((select has_nationwide(%1$L)) or unit_id in (select units_with(%1$L)))';
  may_read constant text := format(within, p_read);
  may_write constant text := format(within, p_write);
  shared constant text := case when p_shared is null then 'false'
    else format('(%s) and exists (select from session_posts(%L))', p_shared, p_read) end;
  guarded text;
begin
  insert into opened_registers values (p_register, p_table);
  foreach guarded in array array[p_table, p_table || '_observations'] loop
    continue when to_regclass(guarded) is null;
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
    execute format('create policy %I on %I to current_user using (true) with check (true)', guarded || '_owner', guarded);
    execute format('create policy %I on %I for select using (%s or %s)', guarded || '_read', guarded, may_read,
      case when guarded = p_table then shared else 'false' end);
    -- A row keeps the shard key of its unit.
    execute format('create policy %I on %I for insert with check (%s and exists (
      select from units u where u.id = %I.unit_id and u.province_id = %I.province_id))',
      guarded || '_insert', guarded, may_write, guarded, guarded);
    execute format('create policy %I on %I for update using (%s) with check (%s)', guarded || '_update', guarded, may_write, may_write);
    if guarded <> p_table then
      execute format('create policy %I on %I for delete using (%s)', guarded || '_delete', guarded, may_write);
    end if;
  end loop;
  execute format('create policy %I on record_versions for select using (register = %L and %s)',
    'record_versions_' || p_table || '_read', p_register, may_read);
  execute format('create policy %I on record_versions for insert with check (register = %L and %s)',
    'record_versions_' || p_table || '_insert', p_register, may_write);
end $$;
