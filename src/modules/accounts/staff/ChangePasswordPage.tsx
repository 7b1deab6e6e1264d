import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useApi } from '#web/api/query.ts';
import { tellDone } from '#web/ui/toast.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { changePassword, getMe, type Me } from '../accounts.contract.ts';
import { DoorForm } from './DoorForm.tsx';
import { NewPasswordField, PasswordField } from './PasswordFields.tsx';
import { fieldErrorsOf } from './fieldErrors.ts';
import { useEntered } from './useEntered.ts';

/** For the first, forced change and for a change of one's own. */
export function ChangePasswordPage() {
  const me = useApi(getMe, {});
  return <Answered of={me}>{(answer) => <ChangePasswordForm me={answer} />}</Answered>;
}

function ChangePasswordForm({ me }: { me: Me }) {
  const { t } = useTranslation();
  const [currentPassword, setCurrentPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const entered = useEntered();
  const change = useAct(changePassword, {
    onDone: (answer) => {
      tellDone(t('accounts.change.done'));
      entered(answer, me.mustChangePassword ? '/' : '/account');
    },
  });
  const errors = fieldErrorsOf(change.error);
  return (
    <DoorForm
      title={t('accounts.change.title')}
      note={t(me.mustChangePassword ? 'accounts.change.forced' : 'accounts.change.own')}
      submit={t('accounts.change.submit')}
      busy={change.isPending}
      problem={change.error}
      onTyped={change.reset}
      onSubmit={() => change.mutate({ body: { currentPassword, newPassword } })}
      below={me.mustChangePassword ? null : <Link to="/account">{t('ui.cancel')}</Link>}
    >
      {/* Password keepers look for the name beside the password. */}
      <input type="text" name="username" autoComplete="username" value={me.signInName} readOnly hidden />
      <PasswordField
        label={t('accounts.change.current')}
        value={currentPassword}
        onChange={setCurrentPassword}
        error={errors.currentPassword}
      />
      <NewPasswordField
        label={t('accounts.newPassword')}
        value={newPassword}
        onChange={setNewPassword}
        signInName={me.signInName}
        error={errors.newPassword}
      />
    </DoorForm>
  );
}
