import { useParams } from '@tanstack/react-router';
import { ImportPage } from '#registers/web/imports/ImportPage.tsx';
import { useRegister } from '#web/api/registers.ts';
import { PageUnknown } from './PageBroken.tsx';

/** Brings a workbook into the register that the address names. */
export function RegisterImportPage() {
  const { register: name } = useParams({ from: '/staff/registers/$register/import' });
  const register = useRegister(name);
  if (register === undefined) return <PageUnknown />;
  return <ImportPage key={name} register={register} />;
}
