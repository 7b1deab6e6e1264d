import { PasswordInput } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { findPasswordWeakness } from '../accounts.rules.ts';
import classes from './PasswordFields.module.css';

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
};

/** A password that is already there; the eye shows what was typed. */
export function PasswordField(
  props: Props & { autoComplete?: 'current-password' | 'new-password'; description?: string },
) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={props.label}
      description={props.description}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      error={props.error}
      autoComplete={props.autoComplete ?? 'current-password'}
      required
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': t('accounts.showPassword'), tabIndex: 0 }}
    />
  );
}

/** A password that is being made up: while it is typed, it says by the server's own rule whether it will do. error: what the server said of it. */
export function NewPasswordField(props: Props & { signInName: string }) {
  const { t } = useTranslation();
  const weakness = props.value === '' ? undefined : findPasswordWeakness(props.value, props.signInName.trim());
  const words = {
    'password.too_short': t('accounts.weak.too_short'),
    'password.too_common': t('accounts.weak.too_common'),
    'password.is_sign_in_name': t('accounts.weak.is_sign_in_name'),
  } as Record<string, string>;
  return (
    <div>
      <PasswordField {...props} autoComplete="new-password" description={t('accounts.passwordHint')} />
      <p className={classes.verdict} role="status" data-good={weakness === undefined}>
        {props.value === '' || props.error ? null : weakness === undefined ? (
          <>
            <IconCircleCheck size={16} aria-hidden />
            {t('accounts.good')}
          </>
        ) : (
          <>
            <IconInfoCircle size={16} aria-hidden />
            {words[weakness]}
          </>
        )}
      </p>
    </div>
  );
}
