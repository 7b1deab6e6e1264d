import { TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useApi } from '#web/api/query.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { createFirstAdministrator, getFirstAdministratorNeed } from '../accounts.contract.ts';
import { DoorForm } from './DoorForm.tsx';
import { NewPasswordField } from './PasswordFields.tsx';
import { fieldErrorsOf } from './fieldErrors.ts';
import { useEntered } from './useEntered.ts';

export function FirstAdministratorPage() {
  const need = useApi(getFirstAdministratorNeed, {});
  return <Answered of={need}>{({ needed }) => (needed ? <FirstAdministratorForm /> : <NotNeeded />)}</Answered>;
}

function NotNeeded() {
  const { t } = useTranslation();
  return (
    <>
      <PageTitle title={t('accounts.first.title')} />
      <EmptyState
        title={t('accounts.first.notNeeded')}
        action={<LinkButton to="/sign-in">{t('accounts.signIn.title')}</LinkButton>}
      >
        {t('accounts.first.notNeededText')}
      </EmptyState>
    </>
  );
}

function FirstAdministratorForm() {
  const { t } = useTranslation();
  const [form, setForm] = useState({ code: '', signInName: '', displayName: '', password: '' });
  const entered = useEntered();
  const create = useAct(createFirstAdministrator, { onDone: (me) => entered(me) });
  const errors = fieldErrorsOf(create.error);
  const fieldOf = (name: keyof typeof form) => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
    error: errors[name],
    required: true,
    withAsterisk: false,
    spellCheck: false,
  });
  return (
    <DoorForm
      title={t('accounts.first.title')}
      note={t('accounts.first.note')}
      submit={t('accounts.first.submit')}
      busy={create.isPending}
      problem={create.error}
      onTyped={create.reset}
      onSubmit={() => create.mutate({ body: form })}
      below={<Link to="/sign-in">{t('accounts.signIn.back')}</Link>}
    >
      <TextInput
        label={t('accounts.first.code')}
        description={t('accounts.first.codeHint')}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        {...fieldOf('code')}
      />
      <TextInput label={t('accounts.person.displayName')} autoComplete="name" {...fieldOf('displayName')} />
      <TextInput
        label={t('accounts.signInName')}
        description={t('accounts.person.signInNameHint')}
        autoComplete="username"
        autoCapitalize="none"
        {...fieldOf('signInName')}
      />
      <NewPasswordField
        label={t('accounts.password')}
        value={form.password}
        onChange={(password) => setForm({ ...form, password })}
        signInName={form.signInName}
        error={errors.password}
      />
    </DoorForm>
  );
}
