import { defineWords } from '#web/locales/define.ts';

export const handInsWords = defineWords(
  { receipt: 'Tải biên bản {{number}}' },
  { receipt: 'Download receipt {{number}}' },
);
