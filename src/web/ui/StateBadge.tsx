import type { ReactNode } from 'react';
import {
  IconArrowBackUp,
  IconCircleCheck,
  IconCircleDashed,
  IconPencil,
  IconSend,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './StateBadge.module.css';

export type PeriodState = 'missing' | 'open' | 'submitted' | 'returned' | 'approved';

const looks: Record<PeriodState, { icon: TablerIcon; tone: string }> = {
  missing: { icon: IconCircleDashed, tone: 'quiet' },
  open: { icon: IconPencil, tone: 'info' },
  submitted: { icon: IconSend, tone: 'soon' },
  returned: { icon: IconArrowBackUp, tone: 'danger' },
  approved: { icon: IconCircleCheck, tone: 'good' },
};

/** State of a period: icon and word, never colour alone. */
export function StateBadge({ state }: { state: PeriodState }) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = looks[state];
  return (
    <Mark tone={tone as Tone} icon={<Icon size={14} stroke={2} aria-hidden />} oneLine>
      {t(`state.${state}`)}
    </Mark>
  );
}

export type Tone = 'quiet' | 'info' | 'soon' | 'danger' | 'good';

/** A word in a small tinted field, with an icon where it helps. */
export function Mark(props: { tone: Tone; icon?: ReactNode; oneLine?: boolean; children: ReactNode }) {
  return (
    <span className={classes.mark} data-tone={props.tone} data-one-line={props.oneLine}>
      {props.icon}
      <span>{props.children}</span>
    </span>
  );
}
