import { Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMine } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { DayInput } from '#web/ui/DayInput.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { compareRoles, isRoleForUnit, mayHandleRole } from '../accounts.rules.ts';
import { listOrganisations, listRoles, type NewPost } from '../people.contract.ts';
import { useNameOf, useToday } from './useNames.ts';

export type PostDraft = {
  unit: { id: number; kind: string; nameVi: string; nameEn: string | null } | null;
  role: string | null;
  organisationCode: string | null;
  validFrom: string | null;
  /** Last day, as people say it; the post itself keeps the day after. */
  lastDay: string | null;
};

/** A post at my own unit from today on, its role still to be chosen. */
export function useEmptyPost(): () => PostDraft {
  const { place } = useMine();
  const today = useToday();
  return () => ({
    unit: place?.unit ?? null,
    role: null,
    organisationCode: place?.posts[0]?.organisation.code ?? null,
    validFrom: today,
    lastDay: null,
  });
}

export type MissingField = 'unitId' | 'role' | 'organisationCode' | 'validFrom';

/** The post as it is sent; the field that is still missing where it cannot be sent yet. */
export function toNewPost(draft: PostDraft): NewPost | MissingField {
  if (draft.unit === null) return 'unitId';
  if (draft.role === null) return 'role';
  if (draft.organisationCode === null) return 'organisationCode';
  if (draft.validFrom === null) return 'validFrom';
  return {
    unitId: draft.unit.id,
    role: draft.role,
    organisationCode: draft.organisationCode,
    modules: [],
    validFrom: draft.validFrom,
    validTo: draft.lastDay === null ? null : dayAfter(draft.lastDay),
  };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The roles that I may give, end or hand over. */
export function useMayHandle(): (role: string) => boolean {
  const { me } = useMine();
  const roles = me.posts.filter((post) => post.permissions['post.manage']).map((post) => post.role.code);
  return (role) => mayHandleRole(roles, role);
}

export function PostFields(props: {
  draft: PostDraft;
  onChange: (draft: PostDraft) => void;
  errors: Record<string, string>;
}) {
  const { t } = useTranslation();
  const { draft, onChange, errors } = props;
  const nameOf = useNameOf();
  const mayHandle = useMayHandle();
  const roles = useApi(listRoles, {}).data?.items ?? [];
  const organisations = useApi(listOrganisations, {}).data?.items ?? [];
  const { unit } = draft;
  const today = useToday();
  const givable = roles
    .filter((role) => unit !== null && mayHandle(role.code) && isRoleForUnit(role.code, unit.kind))
    .sort((one, other) => compareRoles(one.code, other.code));
  return (
    <Stack gap="md">
      <UnitPicker
        label={t('accounts.post.unit')}
        value={unit}
        openOnly
        onChange={(chosen) =>
          onChange({
            ...draft,
            unit: chosen,
            role: chosen !== null && draft.role !== null && isRoleForUnit(draft.role, chosen.kind) ? draft.role : null,
          })
        }
        error={errors.unitId}
        required
      />
      <Select
        label={t('accounts.post.role')}
        description={unit === null ? t('accounts.post.roleHint') : undefined}
        data={givable.map((role) => ({ value: role.code, label: nameOf(role) }))}
        value={draft.role}
        onChange={(role) => onChange({ ...draft, role })}
        error={errors.role}
        disabled={unit === null}
        allowDeselect={false}
        required
      />
      <Select
        label={t('accounts.post.organisation')}
        data={organisations.map((organisation) => ({ value: organisation.code, label: nameOf(organisation) }))}
        value={draft.organisationCode}
        onChange={(organisationCode) => onChange({ ...draft, organisationCode })}
        error={errors.organisationCode}
        allowDeselect={false}
        required
      />
      <DayInput
        label={t('accounts.post.from')}
        value={draft.validFrom}
        min={today}
        onChange={(validFrom) => onChange({ ...draft, validFrom })}
        error={errors.validFrom}
        required
      />
      <DayInput
        label={t('accounts.post.to')}
        description={t('accounts.post.toHint')}
        value={draft.lastDay}
        min={draft.validFrom ?? today}
        onChange={(lastDay) => onChange({ ...draft, lastDay })}
        error={errors.validTo}
        clearable
      />
    </Stack>
  );
}
