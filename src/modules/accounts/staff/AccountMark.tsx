import { IconCircleCheck, IconLock, IconMailOpened } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Mark } from '#web/ui/StateBadge.tsx';
import type { PersonState } from '../people.contract.ts';

const looks = {
  active: { icon: IconCircleCheck, tone: 'good' },
  invited: { icon: IconMailOpened, tone: 'soon' },
  disabled: { icon: IconLock, tone: 'danger' },
} as const;

export function AccountMark({ state }: { state: PersonState }) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = looks[state];
  return (
    <Mark tone={tone} icon={<Icon size={14} stroke={2} aria-hidden />}>
      {t(`accounts.state.${state}`)}
    </Mark>
  );
}
