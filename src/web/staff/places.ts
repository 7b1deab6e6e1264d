import {
  IconBuildingCommunity,
  IconCalendarEvent,
  IconCalendarStats,
  IconChartHistogram,
  IconChecks,
  IconDeviceCctv,
  IconFileText,
  IconGitMerge,
  IconHeartHandshake,
  IconHistory,
  IconEyeCheck,
  IconHomeShield,
  IconInbox,
  IconKey,
  IconListNumbers,
  IconMapPin,
  IconMedal,
  IconMessage2,
  IconMessageReport,
  IconNotebook,
  IconPackageImport,
  IconScale,
  IconSunHigh,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import { type MyPlace, reachIn } from '#web/api/me.tsx';
import type { Register } from '#registers/declaration.ts';

type PageName =
  | 'today'
  | 'period'
  | 'approve'
  | 'drift'
  | 'inbox'
  | 'oversight'
  | 'keys'
  | 'explore'
  | 'units'
  | 'indicators'
  | 'report'
  | 'reorganisations'
  | 'feedback'
  | 'open311'
  | 'areaPage'
  | 'people'
  | 'audit';

/** A page of the work. */
export type NavigationPage = {
  name: PageName;
  to:
    | '/'
    | '/period'
    | '/approve'
    | '/drift'
    | '/inbox'
    | '/tip-oversight'
    | '/inbox-keys'
    | '/explore'
    | '/units'
    | '/indicators'
    | '/reports'
    | '/reorganisations'
    | '/feedback'
    | '/open311'
    | '/area-page'
    | '/people'
    | '/audit';
  icon: TablerIcon;
  /** Shown under the heading of administration. */
  administration?: boolean;
  isOpenTo: (place: MyPlace | undefined) => boolean;
};

/** The words of the work, in the order in which they stand on screen. */
export const navigationPages: NavigationPage[] = [
  { name: 'today', to: '/', icon: IconSunHigh, isOpenTo: () => true },
  {
    name: 'period',
    to: '/period',
    icon: IconCalendarStats,
    isOpenTo: (place) =>
      reachIn(place, 'submission.prepare') !== undefined || reachIn(place, 'submission.submit') !== undefined,
  },
  {
    name: 'approve',
    to: '/approve',
    icon: IconChecks,
    isOpenTo: (place) => reachIn(place, 'submission.read') === 'below',
  },
  {
    name: 'inbox',
    to: '/inbox',
    icon: IconInbox,
    isOpenTo: (place) => reachIn(place, 'tip.handle') !== undefined,
  },
  {
    name: 'keys',
    to: '/inbox-keys',
    icon: IconKey,
    isOpenTo: (place) => (reachIn(place, 'tip.handle') ?? reachIn(place, 'tip.escrow')) !== undefined,
  },
  {
    name: 'oversight',
    to: '/tip-oversight',
    icon: IconEyeCheck,
    isOpenTo: (place) => reachIn(place, 'tip.oversee') !== undefined,
  },
  {
    name: 'explore',
    to: '/explore',
    icon: IconChartHistogram,
    isOpenTo: (place) => reachIn(place, 'figure.read') !== undefined,
  },
  {
    name: 'units',
    to: '/units',
    icon: IconBuildingCommunity,
    isOpenTo: (place) => reachIn(place, 'unit.read') !== undefined,
  },
  {
    name: 'report',
    to: '/reports',
    icon: IconFileText,
    isOpenTo: (place) => reachIn(place, 'report.read') !== undefined,
  },
  {
    name: 'drift',
    to: '/drift',
    icon: IconScale,
    isOpenTo: (place) => reachIn(place, 'submission.read') !== undefined,
  },
  {
    name: 'indicators',
    to: '/indicators',
    icon: IconListNumbers,
    isOpenTo: (place) => reachIn(place, 'indicator.read') !== undefined,
  },
  {
    name: 'reorganisations',
    to: '/reorganisations',
    icon: IconGitMerge,
    administration: true,
    isOpenTo: (place) => reachIn(place, 'reorganisation.manage') !== undefined,
  },
  {
    name: 'feedback',
    to: '/feedback',
    icon: IconMessage2,
    isOpenTo: (place) => reachIn(place, 'feedback.read') !== undefined,
  },
  {
    name: 'areaPage',
    to: '/area-page',
    icon: IconMapPin,
    isOpenTo: (place) => reachIn(place, 'area_page.write') !== undefined,
  },
  {
    name: 'people',
    to: '/people',
    icon: IconUsers,
    administration: true,
    isOpenTo: (place) => reachIn(place, 'person.read') !== undefined,
  },
  {
    name: 'open311',
    to: '/open311',
    icon: IconKey,
    administration: true,
    isOpenTo: (place) => reachIn(place, 'open311.manage') !== undefined,
  },
  {
    name: 'audit',
    to: '/audit',
    icon: IconHistory,
    administration: true,
    isOpenTo: (place) => reachIn(place, 'audit.read') !== undefined,
  },
];

const registerIcons: Record<string, TablerIcon> = {
  tips: IconMessageReport,
  initiatives: IconHomeShield,
  activities: IconCalendarEvent,
  'hand-ins': IconPackageImport,
  supports: IconHeartHandshake,
  awards: IconMedal,
  assets: IconDeviceCctv,
  feedback: IconMessage2,
};

export function iconOf(register: Register): TablerIcon {
  return registerIcons[register.name] ?? IconNotebook;
}
