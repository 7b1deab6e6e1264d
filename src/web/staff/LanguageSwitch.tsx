import { Button } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { changeLanguage } from '#web/locales/language.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';

/** The other language, named in itself. */
export function LanguageSwitch() {
  const other = useLanguage() === 'vi' ? 'en' : 'vi';
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<IconLanguage size={18} aria-hidden />}
      lang={other}
      onClick={() => void changeLanguage(other)}
    >
      {other === 'en' ? 'English' : 'Tiếng Việt'}
    </Button>
  );
}
