import { IconArrowBackUp, IconCircle, IconCircleCheck, IconCircleDot } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PeriodState } from '#web/ui/StateBadge.tsx';
import classes from './PeriodPage.module.css';

const steps = ['open', 'submitted', 'approved'] as const;

/** Đang mở → Đã nộp → Đã duyệt, and where the period stands. */
export function PeriodSteps({ state }: { state: PeriodState }) {
  const { t } = useTranslation();
  const at = state === 'approved' ? 2 : state === 'submitted' ? 1 : 0;
  return (
    <ol className={classes.steps} aria-label={t('submissions.period.stepsTitle')}>
      {steps.map((step, index) => {
        const isReturned = state === 'returned' && index === 0;
        const isDone = index < at || state === 'approved';
        const Icon = isReturned
          ? IconArrowBackUp
          : isDone
            ? IconCircleCheck
            : index === at
              ? IconCircleDot
              : IconCircle;
        return (
          <li
            key={step}
            className={classes.step}
            aria-current={index === at ? 'step' : undefined}
            data-done={isDone}
            data-returned={isReturned}
          >
            <Icon size={20} aria-hidden />
            {isReturned ? t('state.returned') : t(`submissions.period.step.${step}`)}
          </li>
        );
      })}
    </ol>
  );
}
