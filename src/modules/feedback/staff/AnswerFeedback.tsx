import { Button, Checkbox, NativeSelect, Radio, Stack, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMessageReply } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChoiceField, Register } from '#registers/declaration.ts';
import { type RecordWithHistory, registerRoutes } from '#registers/register.contract.ts';
import { useReach } from '#web/api/me.tsx';
import { useAct } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { useSay } from '#web/ui/useLanguage.ts';
import { answerFeedback, feedback, listDueFeedback } from '../feedback.contract.ts';

const routes = registerRoutes(feedback);
type Publication = 'pending' | 'published' | 'withheld';

/** The acts on an opened feedback: moderate it, answer it. */
export function AnswerFeedback({ record }: { register: Register; record: RecordWithHistory }) {
  const { t } = useTranslation();
  const mayWrite = useReach('feedback.write') !== undefined;
  const [isOpen, { open, close }] = useDisclosure(false);
  if (!mayWrite || record.voidReason !== null) return null;
  return (
    <>
      <Button leftSection={<IconMessageReply size={18} aria-hidden />} onClick={open}>
        {t('feedback.answer')}
      </Button>
      {isOpen ? <AnswerDialog key={record.version} record={record} onClose={close} /> : null}
    </>
  );
}

function AnswerDialog({ record, onClose }: { record: RecordWithHistory; onClose: () => void }) {
  const { t } = useTranslation();
  const say = useSay();
  const { values } = record;
  const textOf = (name: string): string => String(values[name] ?? '');
  const [publication, setPublication] = useState(textOf('publication') as Publication);
  const [matter, setMatter] = useState(textOf('matter'));
  const [removesPosition, setRemovesPosition] = useState(false);
  const [words, setWords] = useState(textOf('answer'));
  const [outcome, setOutcome] = useState(textOf('outcome') || 'explained');
  const act = useAct(answerFeedback, {
    refresh: [routes.list, routes.get, listDueFeedback],
    onDone: () => {
      tellDone(t('feedback.kept'));
      onClose();
    },
  });
  const isPublic = publication === 'published';
  const optionsOf = (name: string) => Object.entries((feedback.fields[name] as ChoiceField).options);
  return (
    <ConfirmDialog
      opened
      title={t('feedback.answerTitle')}
      confirm={t('feedback.keep')}
      busy={act.isPending}
      disabled={isPublic && matter.trim() === ''}
      problem={act.error ?? undefined}
      onClose={onClose}
      onConfirm={() =>
        act.mutate({
          params: { id: record.id },
          body: {
            version: record.version,
            publication,
            matter: isPublic ? matter : textOf('matter'),
            ...(removesPosition && { removePosition: true as const }),
            ...(words.trim() !== '' && { answer: { words, outcome } }),
          },
        })
      }
    >
      <Stack gap="sm">
        {values.wish === 'private' ? <p>{t('feedback.wishedPrivate')}</p> : null}
        <Radio.Group
          label={t('feedback.publication')}
          value={publication}
          onChange={(code) => setPublication(code as Publication)}
        >
          <Stack gap={4} mt={4}>
            {optionsOf('publication').map(([code, name]) => (
              <Radio
                key={code}
                value={code}
                label={say(name)}
                disabled={code === 'published' && values.wish === 'private'}
              />
            ))}
          </Stack>
        </Radio.Group>
        {isPublic ? (
          <Textarea
            label={t('feedback.matter')}
            description={t('feedback.matterHint')}
            autosize
            minRows={3}
            maxLength={2000}
            value={matter}
            onChange={(event) => setMatter(event.currentTarget.value)}
          />
        ) : null}
        {values.position ? (
          <Checkbox
            label={t('feedback.removePosition', { position: values.position })}
            description={t('feedback.removePositionHint')}
            checked={removesPosition}
            onChange={(event) => setRemovesPosition(event.currentTarget.checked)}
          />
        ) : null}
        <Textarea
          label={t('feedback.words')}
          description={t('feedback.wordsHint')}
          autosize
          minRows={3}
          maxLength={2000}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('feedback.outcome')}
          value={outcome}
          onChange={(event) => setOutcome(event.currentTarget.value)}
          data={optionsOf('outcome').map(([value, name]) => ({ value, label: say(name) }))}
        />
      </Stack>
    </ConfirmDialog>
  );
}
