import { Button, FileButton, Textarea } from '@mantine/core';
import { IconFileDownload, IconFileSpreadsheet } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '#web/api/client.ts';
import { importContentTypes, type ImportRoutes } from '../../imports.contract.ts';
import classes from './imports.module.css';

const accepted = ['.xlsx', '.xls', '.csv', ...Object.values(importContentTypes)].join(',');

/** Where a workbook is chosen, dropped or pasted. */
export function ChooseFile(props: { routes: ImportRoutes; maxBytes: number; onFile: (file: Blob) => void }) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  return (
    <>
      <div
        className={classes.drop}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const [file] = event.dataTransfer.files;
          if (file) props.onFile(file);
        }}
      >
        <IconFileSpreadsheet size={40} stroke={1.4} aria-hidden />
        <p className={classes.dropHint}>{t('registers.imports.drop')}</p>
        <FileButton accept={accepted} onChange={(file) => file && props.onFile(file)}>
          {(button) => <Button {...button}>{t('registers.imports.choose')}</Button>}
        </FileButton>
        <p className="by-quiet">{t('registers.imports.chooseText', { megabytes: props.maxBytes / 1024 / 1024 })}</p>
      </div>
      <section className={classes.template}>
        <Button
          component="a"
          href={addressOf(props.routes.template, {})}
          download
          variant="default"
          leftSection={<IconFileDownload size={18} aria-hidden />}
        >
          {t('registers.imports.template')}
        </Button>
        <p>
          {t('registers.imports.templateText')} {t('registers.imports.sentBack')}
        </p>
      </section>
      <PasteRows onFile={props.onFile} />
    </>
  );
}

/** Rows copied from a spreadsheet go the same way as a file. */
function PasteRows({ onFile }: { onFile: (file: Blob) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  return (
    <details className={classes.paste}>
      <summary>{t('registers.imports.pasteTitle')}</summary>
      <Textarea
        label={t('registers.imports.pasteLabel')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        minRows={6}
        maxRows={16}
        autosize
        spellCheck={false}
        wrap="off"
      />
      <Button
        variant="default"
        disabled={text.trim() === ''}
        onClick={() => onFile(new Blob([text], { type: importContentTypes.csv }))}
      >
        {t('registers.imports.paste')}
      </Button>
    </details>
  );
}
