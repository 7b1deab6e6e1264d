import { Alert, Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconClipboardText } from '@tabler/icons-react';
import { useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { UnitSearchContext } from '#web/ui/UnitPicker.tsx';
import type { NamedUnit } from '../reorganisations.contract.ts';
import { aReceiver, aSource, type Draft, readPasted, type Receiver } from './plan-draft.ts';

/** Puts a table of former units, parts and receivers into boxes; what cannot be read stays in the field. */
export function PasteTable({ draft, onRead }: { draft: Draft; onRead: (receivers: Receiver[]) => void }) {
  const { t } = useTranslation();
  const search = useContext(UnitSearchContext);
  const [opened, { open, close }] = useDisclosure(false);
  const [text, setText] = useState('');
  const [unread, setUnread] = useState<string[]>([]);
  const [isBusy, setBusy] = useState(false);
  const find = async (code: string): Promise<NamedUnit | undefined> => {
    const found = search ? await search(code, { openOnly: true }) : [];
    return found.find((unit) => unit.code.toLowerCase() === code.toLowerCase());
  };
  const read = async (): Promise<void> => {
    setBusy(true);
    const table = readPasted(text);
    const left = [...table.unread];
    // Boxes that hold nothing yet make room.
    const receivers = draft.receivers.filter((one) => one.unit !== null || one.nameVi !== '' || one.parent !== null);
    for (const row of table.rows) {
      const [from, to] = await Promise.all([find(row.from), find(row.to)]);
      // A code that nobody bears is a mistake, not a name.
      if (from === undefined || (to === undefined && !/\p{L}{2}/u.test(row.to))) {
        left.push(row.line);
        continue;
      }
      const known = receivers.find((one) =>
        to ? one.unit?.id === to.id : one.act === 'found' && one.nameVi === row.to,
      );
      const source = aSource(from, row.part);
      if (known) {
        receivers.splice(receivers.indexOf(known), 1, { ...known, sources: [...known.sources, source] });
      } else {
        receivers.push(
          to
            ? aReceiver('take', { unit: to, sources: [source] })
            : aReceiver('found', {
                nameVi: row.to,
                kind: from.kind === 'province' || from.kind === 'residential_area' ? from.kind : 'commune',
                sources: [source],
              }),
        );
      }
    }
    setBusy(false);
    onRead(receivers);
    setUnread(left);
    setText(left.join('\n'));
    if (left.length === 0) close();
  };
  return (
    <>
      <Button variant="default" leftSection={<IconClipboardText size={18} aria-hidden />} onClick={open}>
        {t('reorganisations.form.paste')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('reorganisations.form.paste')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
        transitionProps={{ duration: 120 }}
        size="lg"
      >
        <Stack gap="md">
          <Textarea
            label={t('reorganisations.form.paste')}
            description={t('reorganisations.form.pasteHint')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            rows={8}
            data-autofocus
          />
          {unread.length > 0 ? (
            <Alert color="red" variant="light" role="alert">
              {t('reorganisations.form.pasteUnread', { lines: unread.join(' · ') })}
            </Alert>
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('ui.cancel')}
            </Button>
            <Button loading={isBusy} disabled={text.trim() === ''} onClick={() => void read()}>
              {t('reorganisations.form.pasteRead')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
