import { Drawer, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBooks, IconDots, type TablerIcon } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { Register } from '#registers/declaration.ts';
import { reachIn, useMine } from '#web/api/me.tsx';
import { RegistersContext } from '#web/api/registers.ts';
import { useSay } from '#web/ui/useLanguage.ts';
import { iconOf, type NavigationPage, navigationPages } from './places.ts';
import classes from './Navigation.module.css';

/** The pages and registers open to the chosen post. */
export function useOpenPlaces(): { pages: NavigationPage[]; registers: Register[] } {
  const { place } = useMine();
  const registers = useContext(RegistersContext);
  return {
    pages: navigationPages.filter((page) => page.isOpenTo(place)),
    registers: registers.filter((register) => reachIn(place, register.permissions.read) !== undefined),
  };
}

export function SideNavigation() {
  const { t } = useTranslation();
  const { pages, registers } = useOpenPlaces();
  const administration = pages.filter((page) => page.administration);
  return (
    <nav className={classes.side} aria-label={t('shell.navigation')} data-print="no">
      <PageList pages={pages.filter((page) => !page.administration)} />
      {registers.length > 0 ? (
        <>
          <h2 className={classes.heading}>{t('shell.registers')}</h2>
          <RegisterList registers={registers} />
        </>
      ) : null}
      {administration.length > 0 ? (
        <>
          <h2 className={classes.heading}>{t('shell.administration')}</h2>
          <PageList pages={administration} />
        </>
      ) : null}
    </nav>
  );
}

const tabsOnPhone = 5;

/** On phones: the first places under the thumb, the registers behind one word, the others behind one more. */
export function BottomNavigation() {
  const { t } = useTranslation();
  const { pages, registers } = useOpenPlaces();
  const isInRegister = useLocation().pathname.startsWith('/registers/');
  const room = tabsOnPhone - (registers.length > 0 ? 1 : 0);
  const tabs = pages.length > room ? pages.slice(0, room - 1) : pages;
  const others = pages.slice(tabs.length);
  return (
    <nav className={classes.bottom} aria-label={t('shell.navigation')} data-print="no">
      {tabs.slice(0, 1).map((page) => (
        <PageLink key={page.name} page={page} className={classes.tab} short />
      ))}
      {registers.length > 0 ? (
        <DrawerTab icon={IconBooks} title={t('shell.registers')} isCurrent={isInRegister}>
          {(close) => <RegisterList registers={registers} onClick={close} />}
        </DrawerTab>
      ) : null}
      {tabs.slice(1).map((page) => (
        <PageLink key={page.name} page={page} className={classes.tab} short />
      ))}
      {others.length > 0 ? (
        <DrawerTab icon={IconDots} title={t('shell.more')}>
          {(close) => <PageList pages={others} onClick={close} />}
        </DrawerTab>
      ) : null}
    </nav>
  );
}

/** A tab that opens further places from below. */
function DrawerTab(props: {
  icon: TablerIcon;
  title: string;
  isCurrent?: boolean;
  children: (close: () => void) => ReactNode;
}) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const Icon = props.icon;
  return (
    <>
      <UnstyledButton
        className={classes.tab}
        onClick={open}
        aria-haspopup="dialog"
        aria-current={props.isCurrent ? 'page' : undefined}
      >
        <Icon size={22} stroke={1.75} aria-hidden />
        <span>{props.title}</span>
      </UnstyledButton>
      <Drawer
        opened={opened}
        onClose={close}
        position="bottom"
        size="auto"
        title={props.title}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
        transitionProps={{ duration: 120 }}
      >
        {props.children(close)}
      </Drawer>
    </>
  );
}

function PageList({ pages, onClick }: { pages: NavigationPage[]; onClick?: () => void }) {
  return (
    <ul className={classes.list}>
      {pages.map((page) => (
        <li key={page.name}>
          <PageLink page={page} className={classes.link} onClick={onClick} />
        </li>
      ))}
    </ul>
  );
}

function PageLink(props: {
  page: NavigationPage;
  className?: string | undefined;
  short?: boolean;
  onClick?: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const { name, to, icon: Icon } = props.page;
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

function RegisterList({ registers, onClick }: { registers: Register[]; onClick?: () => void }) {
  const say = useSay();
  return (
    <ul className={classes.list}>
      {registers.map((register) => {
        const Icon = iconOf(register);
        return (
          <li key={register.name}>
            <Link
              to="/registers/$register"
              params={{ register: register.name }}
              className={classes.link}
              activeOptions={{ includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
              onClick={onClick}
            >
              <Icon size={20} stroke={1.75} aria-hidden />
              <span>{say(register.label)}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
