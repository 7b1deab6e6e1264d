import { TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '#web/api/query.ts';
import { redeemResetCode } from '../accounts.contract.ts';
import { DoorForm } from './DoorForm.tsx';
import { NewPasswordField } from './PasswordFields.tsx';
import { fieldErrorsOf } from './fieldErrors.ts';
import { useEntered } from './useEntered.ts';

export function RedeemCodePage() {
  const { t } = useTranslation();
  const [signInName, setSignInName] = useState('');
  const [code, setCode] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const entered = useEntered();
  const redeem = useAct(redeemResetCode, { onDone: (me) => entered(me) });
  const errors = fieldErrorsOf(redeem.error);
  return (
    <DoorForm
      title={t('accounts.redeem.title')}
      note={t('accounts.redeem.note')}
      submit={t('accounts.redeem.submit')}
      busy={redeem.isPending}
      problem={redeem.error}
      onTyped={redeem.reset}
      onSubmit={() => redeem.mutate({ body: { signInName, code, newPassword } })}
      below={<Link to="/sign-in">{t('accounts.signIn.back')}</Link>}
    >
      <TextInput
        label={t('accounts.signInName')}
        value={signInName}
        onChange={(event) => setSignInName(event.currentTarget.value)}
        error={errors.signInName}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
      />
      <TextInput
        label={t('accounts.redeem.code')}
        description={t('accounts.redeem.codeHint')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={errors.code}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        required
        withAsterisk={false}
      />
      <NewPasswordField
        label={t('accounts.newPassword')}
        value={newPassword}
        onChange={setNewPassword}
        signInName={signInName}
        error={errors.newPassword}
      />
    </DoorForm>
  );
}
