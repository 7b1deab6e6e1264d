import { useQuery } from '@tanstack/react-query';
import { IconFlask } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './StaffLayout.module.css';

type Health = { demo?: 'none' | 'loading' | 'ready' | 'failed' };

const pollMilliseconds = 10_000;

/** Says on every page, and on paper, that this house holds made-up data; nothing in a house of its own. */
export function DemonstrationNote() {
  const { t } = useTranslation();
  const health = useQuery<Health>({
    queryKey: ['health'],
    queryFn: async ({ signal }) => (await fetch('/api/health', { signal })).json() as Promise<Health>,
    staleTime: Infinity,
    refetchInterval: (query) => (query.state.data?.demo === 'loading' ? pollMilliseconds : false),
  });
  const demo = health.data?.demo ?? 'none';
  if (demo === 'none') return null;
  return (
    <p className={classes.demonstration} role="note">
      <IconFlask size={16} aria-hidden />
      {t(demo === 'loading' ? 'shell.demonstrationLoading' : 'shell.demonstration')}
    </p>
  );
}
