import { Drawer, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMine } from '#web/api/me.tsx';
import { type NavigationPlace, navigationPlaces } from './places.ts';
import classes from './Navigation.module.css';

/** The places open to the chosen post. */
export function useOpenPlaces(): NavigationPlace[] {
  const { place } = useMine();
  return navigationPlaces.filter((one) => one.isOpenTo(place));
}

export function SideNavigation() {
  const { t } = useTranslation();
  const places = useOpenPlaces();
  const administration = places.filter((place) => place.administration);
  return (
    <nav className={classes.side} aria-label={t('shell.navigation')} data-print="no">
      <ul className={classes.list}>
        {places
          .filter((place) => !place.administration)
          .map((place) => (
            <li key={place.name}>
              <PlaceLink place={place} className={classes.link} />
            </li>
          ))}
      </ul>
      {administration.length > 0 ? (
        <>
          <h2 className={classes.heading}>{t('shell.administration')}</h2>
          <ul className={classes.list}>
            {administration.map((place) => (
              <li key={place.name}>
                <PlaceLink place={place} className={classes.link} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </nav>
  );
}

const tabsOnPhone = 4;

/** On phones: the first places under the thumb, the others behind one more. */
export function BottomNavigation() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const places = useOpenPlaces();
  const tabs = places.length > tabsOnPhone + 1 ? places.slice(0, tabsOnPhone) : places;
  const others = places.slice(tabs.length);
  return (
    <nav className={classes.bottom} aria-label={t('shell.navigation')} data-print="no">
      {tabs.map((place) => (
        <PlaceLink key={place.name} place={place} className={classes.tab} short />
      ))}
      {others.length > 0 ? (
        <UnstyledButton className={classes.tab} onClick={open} aria-haspopup="dialog">
          <IconDots size={22} aria-hidden />
          <span>{t('shell.more')}</span>
        </UnstyledButton>
      ) : null}
      <Drawer
        opened={opened}
        onClose={close}
        position="bottom"
        size="auto"
        title={t('shell.more')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
        transitionProps={{ duration: 120 }}
      >
        <ul className={classes.list}>
          {others.map((place) => (
            <li key={place.name}>
              <PlaceLink place={place} className={classes.link} onClick={close} />
            </li>
          ))}
        </ul>
      </Drawer>
    </nav>
  );
}

function PlaceLink(props: {
  place: NavigationPlace;
  className?: string | undefined;
  short?: boolean;
  onClick?: () => void;
}) {
  const { t } = useTranslation();
  const { name, to, icon: Icon } = props.place;
  return (
    <Link
      to={to}
      className={props.className}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
      onClick={props.onClick}
    >
      <Icon size={props.short ? 22 : 20} stroke={1.75} aria-hidden />
      <span>{t(props.short ? `placeShort.${name}` : `place.${name}`)}</span>
    </Link>
  );
}
