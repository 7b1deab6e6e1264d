import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewPost } from '../people.contract.ts';
import type { MissingField } from './PostFields.tsx';

const names = { unitId: 'unit', role: 'role', organisationCode: 'organisation', validFrom: 'from' } as const;

/** Says at its field what is still to be chosen, before anything is sent. */
export function useMissing() {
  const { t } = useTranslation();
  const [field, setField] = useState<MissingField | null>(null);
  const missing: Record<string, string> =
    field === null
      ? {}
      : { [field]: t('accounts.post.missing', { what: t(`accounts.post.${names[field]}`).toLowerCase() }) };
  const tellMissing = (post: NewPost | MissingField): post is NewPost => {
    setField(typeof post === 'string' ? post : null);
    return typeof post !== 'string';
  };
  return { missing, tellMissing };
}
