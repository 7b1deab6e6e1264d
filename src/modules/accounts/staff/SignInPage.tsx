import { Alert, TextInput } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useApi } from '#web/api/query.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { getFirstAdministratorNeed, signIn } from '../accounts.contract.ts';
import { DoorForm } from './DoorForm.tsx';
import { PasswordField } from './PasswordFields.tsx';
import { fieldErrorsOf } from './fieldErrors.ts';
import { useEntered } from './useEntered.ts';

export function SignInPage() {
  const { t } = useTranslation();
  const { back } = useSearch({ from: '/door/sign-in' });
  const [signInName, setSignInName] = useState('');
  const [password, setPassword] = useState('');
  const entered = useEntered();
  const enter = useAct(signIn, { onDone: (me) => entered(me, back) });
  const need = useApi(getFirstAdministratorNeed, {});
  const errors = fieldErrorsOf(enter.error);
  return (
    <>
      {need.data?.needed ? (
        <Alert color="teal" title={t('accounts.signIn.emptyHouse')} mb="lg">
          <p>{t('accounts.signIn.emptyHouseText')}</p>
          <LinkButton to="/first-administrator" mt="xs">
            {t('accounts.signIn.openHouse')}
          </LinkButton>
        </Alert>
      ) : null}
      <DoorForm
        title={t('accounts.signIn.title')}
        submit={t('accounts.signIn.submit')}
        busy={enter.isPending}
        problem={enter.error}
        onTyped={enter.reset}
        onSubmit={() => enter.mutate({ body: { signInName, password } })}
        below={
          <>
            <p className="by-quiet">{t('accounts.signIn.forgotten')}</p>
            <Link to="/redeem-code">{t('accounts.signIn.haveCode')}</Link>
          </>
        }
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
        <PasswordField label={t('accounts.password')} value={password} onChange={setPassword} error={errors.password} />
      </DoorForm>
    </>
  );
}
