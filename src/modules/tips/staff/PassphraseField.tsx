import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A passphrase; the eye shows what was typed. Kept by no password keeper: it is another one than that of signing in. */
export function PassphraseField(props: {
  label: string;
  description?: string;
  value: string;
  onChange: (typed: string) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={props.label}
      description={props.description}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      error={props.error}
      autoComplete="off"
      required
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': t('tips.key.show'), tabIndex: 0 }}
    />
  );
}
