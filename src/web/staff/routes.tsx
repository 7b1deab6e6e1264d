import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { exploreTabs } from '#modules/figures/explore-address.rules.ts';
import { View } from '#modules/figures/figures.contract.ts';
import { inboxQueues } from '#modules/tips/tip-states.rules.ts';
import { SubmissionState } from '#modules/submissions/submissions.contract.ts';
import { unitKinds } from '#modules/units/units.rules.ts';
import { isDay, isMonth } from '#platform/periods.rules.ts';
import { PageBroken, PageUnknown } from './PageBroken.tsx';
import { DoorLayout } from './DoorLayout.tsx';
import { StaffLayout } from './StaffLayout.tsx';

// Every page of the staff workspace, with what its address may say. Reading this file is the tour.

const month = z.string().refine(isMonth);
const day = z.string().refine(isDay);
const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ])
  .pipe(z.number());
const text = z.string().max(300);

/** Reads the address; what does not fit is left out rather than answered with an error. */
function searchOf<Shape extends z.ZodRawShape>(shape: Shape) {
  type Search = { [K in keyof Shape]?: z.output<Shape[K]> };
  return (search: Record<string, unknown>): Search => {
    const entries = Object.entries(shape).flatMap(([name, schema]) => {
      const read = (schema as z.ZodType).safeParse(search[name]);
      return read.success && read.data !== undefined ? [[name, read.data]] : [];
    });
    return Object.fromEntries(entries) as Search;
  };
}

/** An address whose names follow from a declaration: every text is taken, and read where it is used. */
function readTexts(search: Record<string, unknown>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const rootRoute = createRootRoute({ notFoundComponent: PageUnknown });

/** Pages before the door: no session yet, no navigation. */
const doorRoute = createRoute({ getParentRoute: () => rootRoute, id: 'door', component: DoorLayout });

const signInRoute = createRoute({
  getParentRoute: () => doorRoute,
  path: '/sign-in',
  validateSearch: searchOf({ back: text }),
  component: lazyRouteComponent(() => import('#modules/accounts/staff/SignInPage.tsx'), 'SignInPage'),
});
const changePasswordRoute = createRoute({
  getParentRoute: () => doorRoute,
  path: '/change-password',
  component: lazyRouteComponent(() => import('#modules/accounts/staff/ChangePasswordPage.tsx'), 'ChangePasswordPage'),
});
const redeemCodeRoute = createRoute({
  getParentRoute: () => doorRoute,
  path: '/redeem-code',
  component: lazyRouteComponent(() => import('#modules/accounts/staff/RedeemCodePage.tsx'), 'RedeemCodePage'),
});
const firstAdministratorRoute = createRoute({
  getParentRoute: () => doorRoute,
  path: '/first-administrator',
  component: lazyRouteComponent(
    () => import('#modules/accounts/staff/FirstAdministratorPage.tsx'),
    'FirstAdministratorPage',
  ),
});

/** Pages of signed-in staff. A figure opened beside any page stands in the address as well. */
const staffRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'staff',
  validateSearch: searchOf({ figure: text }),
  component: StaffLayout,
});

const todayRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/',
  component: lazyRouteComponent(() => import('#modules/submissions/staff/TodayPage.tsx'), 'TodayPage'),
});
const registersRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/registers/$register',
  validateSearch: readTexts,
  component: lazyRouteComponent(() => import('./RegistersPage.tsx'), 'RegistersPage'),
});
/** Where the register of tips stood before there were others. */
const tipsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/tips',
  validateSearch: readTexts,
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/registers/$register', params: { register: 'tips' }, search, replace: true });
  },
});
const registerImportRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/registers/$register/import',
  validateSearch: searchOf({ import: text }),
  component: lazyRouteComponent(() => import('./RegisterImportPage.tsx'), 'RegisterImportPage'),
});
const periodRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/period',
  validateSearch: searchOf({ unit: number, month }),
  component: lazyRouteComponent(() => import('#modules/submissions/staff/PeriodPage.tsx'), 'PeriodPage'),
});
const approveRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/approve',
  validateSearch: searchOf({ unit: number, month, state: SubmissionState, open: number }),
  component: lazyRouteComponent(() => import('#modules/submissions/staff/ApprovePage.tsx'), 'ApprovePage'),
});
const driftRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/drift',
  validateSearch: searchOf({ unit: number, month, register: text }),
  component: lazyRouteComponent(() => import('#modules/submissions/staff/DriftPage.tsx'), 'DriftPage'),
});
const inboxRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/inbox',
  validateSearch: searchOf({ queue: z.enum(inboxQueues) }),
  component: lazyRouteComponent(() => import('#modules/tips/staff/InboxPage.tsx'), 'InboxPage'),
});
const recordTipRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/inbox/record',
  component: lazyRouteComponent(() => import('#modules/tips/staff/RecordTipPage.tsx'), 'RecordTipPage'),
});
const inboxTipRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/inbox/$tipId',
  component: lazyRouteComponent(() => import('#modules/tips/staff/TipPage.tsx'), 'TipPage'),
});
const inboxKeysRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/inbox-keys',
  component: lazyRouteComponent(() => import('#modules/tips/staff/InboxKeysPage.tsx'), 'InboxKeysPage'),
});
const oversightRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/tip-oversight',
  component: lazyRouteComponent(() => import('#modules/tips/staff/OversightPage.tsx'), 'OversightPage'),
});
const difficultAreasRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/tip-oversight/difficult-areas',
  component: lazyRouteComponent(() => import('#modules/tips/staff/DifficultAreasPage.tsx'), 'DifficultAreasPage'),
});
/** The whole question stands in the address, as the API takes it, with how its answer is looked at. */
const exploreRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/explore',
  validateSearch: searchOf({
    indicators: z.string().max(1000),
    units: z.string().max(4000),
    periods: z.union([z.string(), z.number().transform(String)]).pipe(z.string().max(1000)),
    view: View,
    asKnownOn: day,
    tab: z.enum(exploreTabs),
    per: text,
    of: text,
    at: text,
    sort: text,
  }),
  component: lazyRouteComponent(() => import('#modules/figures/staff/ExplorePage.tsx'), 'ExplorePage'),
});
const boundariesRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/units/boundaries',
  component: lazyRouteComponent(() => import('#modules/boundaries/staff/BoundariesPage.tsx'), 'BoundariesPage'),
});
const unitsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/units',
  validateSearch: searchOf({ text, kind: text, openOnly: z.enum(['yes']) }),
  component: lazyRouteComponent(() => import('#modules/units/staff/UnitsPage.tsx'), 'UnitsPage'),
});
const unitRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/units/$unitId',
  validateSearch: searchOf({ below: z.enum(unitKinds) }),
  component: lazyRouteComponent(() => import('#modules/units/staff/UnitPage.tsx'), 'UnitPage'),
});
const reorganisationsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/reorganisations',
  component: lazyRouteComponent(
    () => import('#modules/reorganisations/staff/ReorganisationsPage.tsx'),
    'ReorganisationsPage',
  ),
});
const newReorganisationRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/reorganisations/new',
  component: lazyRouteComponent(
    () => import('#modules/reorganisations/staff/ReorganisationFormPage.tsx'),
    'NewReorganisationPage',
  ),
});
const reorganisationRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/reorganisations/$planId',
  component: lazyRouteComponent(
    () => import('#modules/reorganisations/staff/ReorganisationPage.tsx'),
    'ReorganisationPage',
  ),
});
const changeReorganisationRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/reorganisations/$planId/edit',
  component: lazyRouteComponent(
    () => import('#modules/reorganisations/staff/ReorganisationFormPage.tsx'),
    'ChangeReorganisationPage',
  ),
});
const reportRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/report',
  validateSearch: searchOf({ unit: text, from: month, to: month, view: View, asKnownOn: day }),
  component: lazyRouteComponent(() => import('#modules/reports/staff/ReportPage.tsx'), 'ReportPage'),
});
const reportsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/reports',
  component: lazyRouteComponent(() => import('#modules/reports/staff/ReportsPage.tsx'), 'ReportsPage'),
});
const savedReportRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/reports/$reportId',
  component: lazyRouteComponent(() => import('#modules/reports/staff/ReportEditorPage.tsx'), 'ReportEditorPage'),
});
const targetsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/targets',
  component: lazyRouteComponent(() => import('#modules/reports/staff/TargetsPage.tsx'), 'TargetsPage'),
});
const reportTemplatesRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/report-templates',
  component: lazyRouteComponent(() => import('#modules/reports/staff/TemplatesPage.tsx'), 'TemplatesPage'),
});
const indicatorsRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/indicators',
  validateSearch: searchOf({ text, register: text, kind: text }),
  component: lazyRouteComponent(() => import('#modules/indicators/staff/IndicatorsPage.tsx'), 'IndicatorsPage'),
});
const indicatorRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/indicators/$code',
  component: lazyRouteComponent(() => import('#modules/indicators/staff/IndicatorPage.tsx'), 'IndicatorPage'),
});
const proposeIndicatorRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/indicator-proposals/new',
  component: lazyRouteComponent(() => import('#modules/indicators/staff/ProposePage.tsx'), 'ProposePage'),
});
const indicatorProposalRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/indicator-proposals/$proposalId',
  component: lazyRouteComponent(() => import('#modules/indicators/staff/ProposalPage.tsx'), 'ProposalPage'),
});
const windowFiguresRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/window-figures',
  validateSearch: searchOf({
    unit: text,
    calendar: text,
    year: number,
    month: number,
    fromDay: day,
    toDay: day,
    indicators: z.string().max(1000),
    view: View,
  }),
  component: lazyRouteComponent(() => import('#modules/figures/staff/WindowFiguresPage.tsx'), 'WindowFiguresPage'),
});
const feedbackDueRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/feedback',
  component: lazyRouteComponent(() => import('#modules/feedback/staff/FeedbackDuePage.tsx'), 'FeedbackDuePage'),
});
const open311TokensRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/open311',
  component: lazyRouteComponent(() => import('#modules/feedback/staff/Open311TokensPage.tsx'), 'Open311TokensPage'),
});
const areaPageRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/area-page',
  component: lazyRouteComponent(() => import('#modules/area-pages/staff/AreaPagePage.tsx'), 'AreaPagePage'),
});
const peopleRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/people',
  validateSearch: searchOf({ text, unit: number, role: text, state: text, sort: text }),
  component: lazyRouteComponent(() => import('#modules/accounts/staff/PeoplePage.tsx'), 'PeoplePage'),
});
const personRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/people/$personId',
  component: lazyRouteComponent(() => import('#modules/accounts/staff/PersonPage.tsx'), 'PersonPage'),
});
const accountRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('#modules/accounts/staff/AccountPage.tsx'), 'AccountPage'),
});
const auditRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/audit',
  validateSearch: searchOf({ act: text, from: day, to: day, account: text }),
  component: lazyRouteComponent(() => import('#modules/accounts/staff/AuditPage.tsx'), 'AuditPage'),
});

const routeTree = rootRoute.addChildren([
  doorRoute.addChildren([signInRoute, changePasswordRoute, redeemCodeRoute, firstAdministratorRoute]),
  staffRoute.addChildren([
    todayRoute,
    registersRoute,
    tipsRoute,
    registerImportRoute,
    periodRoute,
    approveRoute,
    driftRoute,
    inboxRoute,
    recordTipRoute,
    inboxTipRoute,
    inboxKeysRoute,
    oversightRoute,
    difficultAreasRoute,
    exploreRoute,
    unitsRoute,
    boundariesRoute,
    unitRoute,
    reorganisationsRoute,
    newReorganisationRoute,
    reorganisationRoute,
    changeReorganisationRoute,
    reportsRoute,
    savedReportRoute,
    reportRoute,
    targetsRoute,
    reportTemplatesRoute,
    indicatorsRoute,
    indicatorRoute,
    proposeIndicatorRoute,
    indicatorProposalRoute,
    windowFiguresRoute,
    feedbackDueRoute,
    open311TokensRoute,
    areaPageRoute,
    peopleRoute,
    personRoute,
    accountRoute,
    auditRoute,
  ]),
]);

/** Addresses are plain: ?unit=96&from=2013-08, so that people can read and change them. */
function writeSearch(search: Record<string, unknown>): string {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const written = new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))
    .toString()
    .replaceAll(/%(2C|3A|40|7E)/g, (escaped) => decodeURIComponent(escaped));
  return written === '' ? '' : `?${written}`;
}

export function createStaffRouter() {
  return createRouter({
    routeTree,
    basepath: '/staff',
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: writeSearch,
    defaultErrorComponent: PageBroken,
    defaultPendingMs: 300,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createStaffRouter>;
  }
}
