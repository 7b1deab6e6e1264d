import '#web/ui/styles.ts';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { createQueryClient } from '#web/api/query.ts';
import { startLanguage } from '#web/locales/language.ts';
import { cssVariables, theme } from '#web/ui/theme.ts';
import { createStaffRouter } from './routes.tsx';
import { words } from './words.ts';

// Otherwise zod tries to build functions from text, which the content security policy refuses and reports.
z.config({ jitless: true });
startLanguage(words);

const client = createQueryClient({
  sessionNeeded: () => askToSignIn(),
  passwordChangeNeeded: () => void router.navigate({ to: '/change-password', ignoreBlocker: true }),
});
const router = createStaffRouter();

/** Opens the sign-in page, which leads back to where the person was. */
function askToSignIn(): void {
  const { pathname, href } = router.state.location;
  if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { back: href }, ignoreBlocker: true });
}

// After a new version was put up, the page that an old one asks for is gone: load anew, once.
window.addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('binhyen.reloadedAt') ?? 0);
  if (Date.now() - last < 60_000) return;
  sessionStorage.setItem('binhyen.reloadedAt', String(Date.now()));
  event.preventDefault();
  window.location.reload();
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-center" limit={3} />
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
