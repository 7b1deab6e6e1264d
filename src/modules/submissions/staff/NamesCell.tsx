import { Button, Popover, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListNumbers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SubmissionRow } from '../submissions.contract.ts';
import { toKeys } from '../submissions.rules.ts';
import { cellMark } from './grid-keys.ts';
import type { Supplements } from './useSupplements.ts';
import classes from './PeriodTable.module.css';

/** An indicator that counts names: the list is typed or pasted, its different names are the figure. */
export function NamesCell(props: { row: SubmissionRow; supplements: Supplements; label: string }) {
  const { t } = useTranslation();
  const { row, supplements, label } = props;
  const [opened, { toggle, close }] = useDisclosure(false);
  const keys = supplements.draftOf(row).keys ?? [];
  const said = keys.length === 0 ? t('submissions.row.noKeys') : t('submissions.row.editKeys', { count: keys.length });
  return (
    <Popover
      opened={opened}
      onDismiss={close}
      trapFocus
      returnFocus
      withinPortal
      width={340}
      position="bottom-end"
      shadow="md"
    >
      <Popover.Target>
        <Button
          {...{ [cellMark]: 'value' }}
          variant="default"
          fullWidth
          leftSection={<IconListNumbers size={18} aria-hidden />}
          onClick={toggle}
          aria-label={`${label}: ${said}`}
          className={classes.namesCell}
          data-empty={keys.length === 0 ? true : undefined}
        >
          {said}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <NamesForm
          keys={keys}
          onUse={(names) => {
            supplements.edit(row, { keys: names, text: '' });
            supplements.commit([row]);
            close();
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function NamesForm({ keys, onUse }: { keys: string[]; onUse: (names: string[]) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(keys.join('\n'));
  const names = toKeys(text.split('\n'));
  return (
    <form
      className={classes.names}
      onSubmit={(event) => {
        event.preventDefault();
        onUse(names);
      }}
    >
      <Textarea
        label={t('submissions.keys.label')}
        description={t('submissions.keys.hint')}
        data-autofocus
        autosize
        minRows={6}
        maxRows={14}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.namesFoot}>
        <span aria-live="polite">{t('submissions.keys.count', { count: names.length })}</span>
        <Button type="submit">{t('submissions.keys.use')}</Button>
      </div>
    </form>
  );
}
