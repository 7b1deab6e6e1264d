import { IconArrowBackUp, IconCalendarClock, IconCircleCheck, IconHourglass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Mark, type Tone } from '#web/ui/StateBadge.tsx';
import type { ReorganisationHead } from '../reorganisations.contract.ts';

const looks = {
  waiting: { icon: IconHourglass, tone: 'soon' },
  confirmed: { icon: IconCalendarClock, tone: 'info' },
  applied: { icon: IconCircleCheck, tone: 'good' },
  withdrawn: { icon: IconArrowBackUp, tone: 'quiet' },
} as const satisfies Record<string, { tone: Tone; icon: unknown }>;

/** State of a reorganisation: icon and word. */
export function PlanState({ plan }: { plan: Pick<ReorganisationHead, 'state' | 'isConfirmed'> }) {
  const { t } = useTranslation();
  const state = plan.state === 'planned' ? (plan.isConfirmed ? 'confirmed' : 'waiting') : plan.state;
  const { icon: Icon, tone } = looks[state];
  return (
    <Mark tone={tone} icon={<Icon size={14} stroke={2} aria-hidden />} oneLine>
      {t(`reorganisations.state.${state}`)}
    </Mark>
  );
}
