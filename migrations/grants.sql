-- What the running role may do; applied after every migration for the role that DATABASE_URL names.
-- It never owns a table, cannot bypass row security, and cannot touch what the house keeps by functions:
-- roll-ups, seals and a session's token hash.
grant usage on schema binhyen to :running_role;
revoke all on all tables in schema binhyen from :running_role;
revoke all on all functions in schema binhyen from public;
grant execute on function vietnam_today(), session_account(), current_session_of(uuid), session_posts(text), has_nationwide(text), units_with(text), units_read_through(text),
  accounts_with_posts_in(text), posts_held_by(uuid, text), house_has_no_post(), audit_era(), next_audit_batch(),
  keep_audit_seal(integer, integer, xid8, xid8, integer, bytea, bytea, bytea, text, text),
  month_of(date), month_number(date), apply_approval(integer, uuid, integer) to :running_role;
grant select on units, successions, unit_source_problems, boundary_versions, territories, organisations, roles,
  role_permissions, accounts, posts, processed_requests, sign_in_throttles, throttle_keys, set_up_codes, reset_codes, register_keepings,
  record_versions, tips, calendars, indicators, obligations, submissions, submission_versions, figures,
  return_reasons, roll_ups, roll_up_keys, audit_lines, audit_seals, schema_migrations, demonstration_steps to :running_role;
grant select (id, account_id, device, created_at, last_seen_at, expires_at, revoked_at) on sessions to :running_role;
grant insert on accounts, posts, sessions, reset_codes, set_up_codes, processed_requests, sign_in_throttles, audit_lines,
  register_keepings, record_versions, tips, submissions, submission_versions, figures, return_reasons, demonstration_steps to :running_role;
grant update on accounts, posts, sign_in_throttles, tips, register_keepings, submission_versions, return_reasons to :running_role;
grant update (device, last_seen_at, expires_at, revoked_at) on sessions to :running_role;
grant update (used_at) on reset_codes to :running_role;
grant update (status, response) on processed_requests to :running_role;
grant update (value, origin, reason, keys, record_ids, record_versions) on figures to :running_role;
grant delete on sign_in_throttles, set_up_codes, processed_requests, sessions, figures to :running_role;
grant select on opened_registers to :running_role;
do $$
declare
  opened text;
begin
  for opened in select table_name from opened_registers loop
    execute format('grant select, insert, update on %I to %s', opened, ':running_role');
    if to_regclass(opened || '_observations') is not null then
      execute format('grant select, insert, update, delete on %I to %s', opened || '_observations', ':running_role');
    end if;
  end loop;
end $$;
grant select, insert on attachments to :running_role;
grant update (removed_by, removed_at) on attachments to :running_role;
grant execute on function needed_files(text[]) to :running_role;
grant select, insert on imports to :running_role;
grant update (state, checked_rows, total_rows, outcome, confirmed_at) on imports to :running_role;
grant execute on function expire_imports() to :running_role;
-- Period entry
grant update (qualifier) on figures to :running_role;
grant execute on function add_units(jsonb), correct_added_unit(integer, integer, text, text, text, date, text),
  end_added_unit(integer, integer, date, text), reopen_added_unit(integer, integer) to :running_role;
grant select on reports, targets, report_templates to :running_role;
grant insert on reports, targets, report_templates to :running_role;
grant update on reports, targets to :running_role;
grant update (removed_at) on report_templates to :running_role;
grant delete on reports, targets to :running_role;
-- Years and boundaries
grant select on figure_years, territory_lives to :running_role;
-- Warnings
grant select on indicator_rules, submission_warnings to :running_role;
grant insert on submission_warnings to :running_role;
-- Indicators of the house's own
grant select, insert on indicator_proposals to :running_role;
grant update (state, decided_by, decided_at, decision_reason) on indicator_proposals to :running_role;
grant execute on function put_indicator_in_force(uuid) to :running_role;
-- Boundaries for maps
grant select, insert, update on unit_boundaries to :running_role;
-- Reorganisations
grant select on reorganisations, reorganisation_lines to :running_role;
grant execute on function keep_reorganisation(integer, integer, jsonb, jsonb), confirm_reorganisation(integer, integer),
  withdraw_reorganisation(integer, integer, text), total_territories(integer[], integer[], text[], date, date),
  unfinished_at(integer[], date) to :running_role;
-- Area pages
grant execute on function is_resident_reader(), open_resident_reader(bytea), groups_at_work(integer) to :running_role;
grant select on published_indicators, area_contacts, coming_activities to :running_role;
grant insert, update on area_contacts to :running_role;
grant insert, delete on coming_activities to :running_role;
-- Feedback
grant execute on function working_day_after(date, integer), is_working_day(date), last_day_of_limit(date, integer, text),
  receive_feedback(integer, jsonb, jsonb, integer), tell_feedback(feedback),
  name_of_group(uuid), public_feedback(integer, text, boolean, date, date, integer), feedback_by_id(uuid), support_feedback(uuid, bytea) to :running_role;
grant select on feedback_supports, open311_tokens to :running_role;
grant insert on open311_tokens to :running_role;
grant update (revoked_at) on open311_tokens to :running_role;
-- Sealed tips: by functions alone
grant select on inbox_keys to :running_role;
grant execute on function inbox_of(integer, boolean), intake_limit_key(),
  receive_tip(uuid, text, boolean, boolean, uuid, bytea, bytea, jsonb, jsonb, bytea, bytea, timestamptz, bytea, integer),
  open_receipt(bytea), open_receipt_file(bytea, uuid), add_to_tip(bytea, jsonb, bytea, integer),
  withdraw_from_tip(bytea, text) to :running_role;
-- Handling of sealed tips: states and trail by row security, content and keys by functions
grant select on public_holidays, tip_clocks, sealed_tips, tip_trail, tip_openings, difficult_areas, escrow_requests to :running_role;
grant select (id, account_id, public_key, made_at, retired_at) on handler_keys to :running_role;
grant select (province_id, inbox_key_id, handler_key_id, unit_id, shared_by, shared_at, by_escrow) on inbox_key_shares to :running_role;
grant select (province_id, inbox_key_id, handler_key_id, unit_id) on escrow_parts to :running_role;
grant select (province_id, request_id, account_id, unit_id, passed_at) on escrow_passes to :running_role;
grant insert on sealed_tips, tip_trail, difficult_areas, escrow_requests to :running_role;
grant delete on difficult_areas to :running_role;
grant update (state, version, sort, is_urgent, is_complex, sorted_at, responded_at, handed_over_at, decided_at, extended_at,
  extension_reason, merged_into, next_clock, due_at, decision_due_at) on sealed_tips to :running_role;
grant update (ended_at, outcome) on escrow_requests to :running_role;
grant execute on function people_of_inbox(integer, text), my_handler_key(), keep_my_handler_key(bytea, bytea),
  my_inbox_shares(integer), make_inbox_key(integer, integer, bytea, bytea, bytea, jsonb, jsonb), share_inbox_key(uuid, jsonb),
  my_escrow_part(uuid), pass_escrow_part(uuid, bytea), passed_escrow_parts(uuid), use_escrow(uuid, bytea),
  read_tip_for_handling(uuid, text), read_tip_file(uuid, uuid), write_to_tip(uuid, text, jsonb, jsonb, bytea),
  route_sealed_tip(uuid, integer, uuid, jsonb, boolean), tip_trail_length(integer, uuid), count_open_tips(),
  mark_overdue_tips(), destroy_expired_tips() to :running_role;
