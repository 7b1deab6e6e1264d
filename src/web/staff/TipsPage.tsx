import { tips } from '#modules/tips/tips.contract.ts';
import { RegisterPage } from '#registers/web/RegisterPage.tsx';

/** The register of tips. */
export function TipsPage() {
  return <RegisterPage register={tips} />;
}
