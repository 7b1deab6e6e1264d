import { ActionIcon, Button, Menu, UnstyledButton } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import {
  IconCheck,
  IconChevronDown,
  IconKey,
  IconLanguage,
  IconLogout,
  IconMapPin,
  IconSearch,
  IconUserCircle,
} from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signOut, updateMe } from '#modules/accounts/accounts.contract.ts';
import { type MyPlace, useMine } from '#web/api/me.tsx';
import { useAct } from '#web/api/query.ts';
import { changeLanguage } from '#web/locales/language.ts';
import { useLanguage, useUnitName } from '#web/ui/useLanguage.ts';
import { SearchPalette } from './SearchPalette.tsx';
import classes from './TopBar.module.css';

/** Above every page: where I work, search, me. */
export function TopBar({ onSignedOut }: { onSignedOut: () => void }) {
  const { t } = useTranslation();
  const [searching, search] = useDisclosure(false);
  useHotkeys([['mod+K', search.open]], []);
  return (
    <header className={classes.bar} data-print="no">
      <Link to="/" className={classes.name}>
        Bình Yên
      </Link>
      <PlaceSwitch />
      <div className={classes.gap} />
      <Button
        variant="default"
        className={classes.search}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={<kbd className={classes.keys}>Ctrl K</kbd>}
        onClick={search.open}
        aria-keyshortcuts="Control+K"
      >
        {t('shell.search')}
      </Button>
      <ActionIcon
        variant="subtle"
        size="lg"
        className={classes.searchSmall}
        aria-label={t('shell.search')}
        onClick={search.open}
      >
        <IconSearch size={22} aria-hidden />
      </ActionIcon>
      <MyMenu onSignedOut={onSignedOut} />
      <SearchPalette opened={searching} onClose={search.close} />
    </header>
  );
}

/** The unit for which I work now, with the roles I hold there; a menu where there are several. */
function PlaceSwitch() {
  const { t } = useTranslation();
  const { places, place, choosePlace } = useMine();
  const language = useLanguage();
  const rolesOf = (one: MyPlace): string =>
    one.posts.map((post) => (language === 'en' ? post.role.nameEn : post.role.nameVi)).join(', ');
  const unitName = useUnitName();
  const nameOf = (one: MyPlace): string => unitName(one.unit);
  if (!place) return <span className="by-quiet">{t('shell.noPost')}</span>;
  const label = (
    <span className={classes.place}>
      <IconMapPin size={18} aria-hidden className={classes.pin} />
      <span className={classes.placeWords}>
        <span className={classes.unit}>{nameOf(place)}</span>
        <span className={classes.roles}>{rolesOf(place)}</span>
      </span>
      {places.length > 1 ? <IconChevronDown size={16} aria-hidden /> : null}
    </span>
  );
  if (places.length === 1) return label;
  return (
    <Menu position="bottom-start" width={320} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className={classes.placeButton} aria-label={t('shell.switchPlace', { unit: nameOf(place) })}>
          {label}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.myPosts')}</Menu.Label>
        {places.map((one) => (
          <Menu.Item
            key={one.unit.id}
            onClick={() => choosePlace(one.unit.id)}
            rightSection={one === place ? <IconCheck size={16} aria-label={t('shell.chosen')} /> : null}
          >
            <span className={classes.unit}>{nameOf(one)}</span>
            <span className={classes.roles}>{rolesOf(one)}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function MyMenu({ onSignedOut }: { onSignedOut: () => void }) {
  const { t } = useTranslation();
  const { me } = useMine();
  const navigate = useNavigate();
  const other = useLanguage() === 'vi' ? 'en' : 'vi';
  const keepLanguage = useAct(updateMe);
  const leave = useAct(signOut, {
    onDone: (_, client) => {
      client.clear();
      onSignedOut();
      void navigate({ to: '/sign-in' });
    },
  });
  return (
    <Menu position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className={classes.me} aria-label={t('shell.me', { name: me.displayName })}>
          <IconUserCircle size={24} stroke={1.75} aria-hidden />
          <span className={classes.meName}>{me.displayName}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/account" leftSection={<IconKey size={18} aria-hidden />}>
          {t('shell.account')}
        </Menu.Item>
        <Menu.Item
          lang={other}
          leftSection={<IconLanguage size={18} aria-hidden />}
          onClick={() => {
            void changeLanguage(other);
            keepLanguage.mutate({ body: { locale: other } });
          }}
        >
          {other === 'en' ? 'English' : 'Tiếng Việt'}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => leave.mutate({})}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
