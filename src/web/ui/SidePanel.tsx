import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A record or a figure opened beside the page: at the right, whole width on phones. */
export function SidePanel(props: {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      position="right"
      size={props.wide ? 'min(880px, 100vw)' : 'min(560px, 100vw)'}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      transitionProps={{ duration: 120 }}
      styles={{ title: { fontWeight: 600, fontSize: '1rem' }, content: { '--by-sticky-top': '60px' } }}
    >
      {props.children}
    </Drawer>
  );
}
