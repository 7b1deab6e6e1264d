import { useTranslation } from 'react-i18next';
import { isDay } from '#platform/periods.rules.ts';
import { useApi } from '#web/api/query.ts';
import { formatDay } from '#web/ui/format.ts';
import { listOrganisations, listRoles } from '../people.contract.ts';
import { useNameOf } from './useNames.ts';
import { accountsWords } from './words.ts';

// Said in columns of their own, or of no use to a reader.
const leftOut = new Set(['accountId', 'unitId', 'postId', 'givenPostId', 'modules', 'id']);

/** The words of the audit log: an act or a field that has none yet is shown as it is written. */
export function useAuditWords(): {
  kinds: { value: string; label: string }[];
  actOf: (act: string) => string;
  changesOf: (changes: Record<string, unknown>) => string;
} {
  const { t, i18n } = useTranslation();
  const nameOf = useNameOf();
  const named = [...(useApi(listRoles, {}).data?.items ?? []), ...(useApi(listOrganisations, {}).data?.items ?? [])];
  // Acts and fields come from every module, so their keys are not known to the compiler.
  const word = (key: string, otherwise: string): string => i18n.t(key, otherwise);
  const textOf = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—';
    if (Array.isArray(value)) return value.map(textOf).join(', ');
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (isDay(text)) return formatDay(text);
    const known = named.find((one) => one.code === text);
    return known ? nameOf(known) : word(`accounts.field.${text}`, text);
  };
  return {
    kinds: Object.keys(accountsWords.vi.kind).map((kind) => ({
      value: `${kind}.`,
      label: t(`accounts.kind.${kind as keyof typeof accountsWords.vi.kind}`),
    })),
    actOf: (act) => word(`accounts.acts.${act}`, act),
    changesOf: (changes) =>
      Object.entries(changes)
        .filter(([name, value]) => !leftOut.has(name) && value !== null)
        .map(([name, value]) => `${word(`accounts.field.${name}`, name)}: ${textOf(value)}`)
        .join('; '),
  };
}
