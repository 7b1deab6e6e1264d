import { useParams } from '@tanstack/react-router';
import { RegisterPage } from '#registers/web/RegisterPage.tsx';
import { useRegister } from '#web/api/registers.ts';
import { PageUnknown } from './PageBroken.tsx';
import { registerParts } from './register-parts.ts';

/** The page of the register that the address names. */
export function RegistersPage() {
  const { register: name } = useParams({ from: '/staff/registers/$register' });
  const register = useRegister(name);
  if (register === undefined) return <PageUnknown />;
  return <RegisterPage key={name} register={register} parts={registerParts[name] ?? {}} />;
}
