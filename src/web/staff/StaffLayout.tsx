import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { getMe } from '#modules/accounts/accounts.contract.ts';
import { MeProvider } from '#web/api/me.tsx';
import { keyOf, useApi } from '#web/api/query.ts';
import { RegistersContext } from '#web/api/registers.ts';
import { changeLanguage, isLanguageChosenHere } from '#web/locales/language.ts';
import { focusNextTitle, PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { Waiting } from '#web/ui/Waiting.tsx';
import { registers } from '../../all-registers.ts';
import { DemonstrationNote } from './DemonstrationNote.tsx';
import { FigureBeside } from './FigureBeside.tsx';
import { BottomNavigation, SideNavigation } from './Navigation.tsx';
import { TopBar } from './TopBar.tsx';
import { UnitSearchOfServer } from './UnitSearchOfServer.tsx';
import classes from './StaffLayout.module.css';

/** The frame around every page of signed-in staff. */
export function StaffLayout() {
  const { t } = useTranslation();
  const me = useApi(getMe, {});
  const client = useQueryClient();
  useFocusOnTitle();
  const locale = me.data?.locale;
  useEffect(() => {
    if (locale && !isLanguageChosenHere()) void changeLanguage(locale);
  }, [locale]);
  if (me.data === undefined) {
    return (
      <main className={classes.page}>
        {me.error ? (
          <>
            <PageTitle title={t('page.brokenTitle')} />
            <ProblemAlert problem={me.error} onRetry={() => void me.refetch()} />
          </>
        ) : (
          <Waiting />
        )}
      </main>
    );
  }
  return (
    <MeProvider me={me.data}>
      <RegistersContext value={registers}>
        <UnitSearchOfServer>
          <FigureBeside>
            <a className={classes.skip} href="#content" data-print="no">
              {t('shell.skip')}
            </a>
            <TopBar onSignedOut={() => client.removeQueries({ queryKey: keyOf(getMe) })} />
            <div className={classes.columns}>
              <SideNavigation />
              <main id="content" tabIndex={-1} className={classes.page}>
                <DemonstrationNote />
                <Outlet />
              </main>
            </div>
            <BottomNavigation />
          </FigureBeside>
        </UnitSearchOfServer>
      </RegistersContext>
    </MeProvider>
  );
}

/** After a change of page its title takes the focus, once it is there. */
function useFocusOnTitle(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onBeforeNavigate', ({ pathChanged, fromLocation }) => {
        if (pathChanged && fromLocation) focusNextTitle();
      }),
    [router],
  );
}
