import { Outlet } from '@tanstack/react-router';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import classes from './DoorLayout.module.css';

/** Around sign-in and the like: the name, the page, the language; nothing else. */
export function DoorLayout() {
  return (
    <div className={classes.screen}>
      <header className={classes.top}>
        <span className={classes.name}>Bình Yên</span>
        <LanguageSwitch />
      </header>
      <main className={classes.page}>
        <Outlet />
      </main>
    </div>
  );
}
