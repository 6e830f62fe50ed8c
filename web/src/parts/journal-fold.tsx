import { Button, Collapse, Stack, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { JournalEntry } from '../api/answers.ts'
import { dayWords, momentWords } from '../words/date-words.ts'
import { Money } from './money.tsx'

/** The journal behind a fact, folded away until somebody asks. */
export function JournalFold({ entries }: { entries: JournalEntry[] }) {
  const { t } = useTranslation()
  const [open, { toggle }] = useDisclosure(false)
  if (entries.length === 0) return <Text c="dimmed">{t('journal.none')}</Text>
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        ml={-8}
        leftSection={<Chevron size={16} />}
        aria-expanded={open}
        onClick={toggle}
      >
        {open ? t('journal.hide') : t('journal.show', { count: entries.length })}
      </Button>
      <Collapse expanded={open}>
        <Stack gap="md" mt="sm">
          {entries.map((entry) => (
            <Entry key={entry.number} entry={entry} />
          ))}
        </Stack>
      </Collapse>
    </div>
  )
}

function Entry({ entry }: { entry: JournalEntry }) {
  const { t } = useTranslation()
  return (
    <Table.ScrollContainer minWidth={420} scrollAreaProps={{ tabIndex: 0 }}>
      <Table layout="fixed" captionSide="top" verticalSpacing={4}>
        <Table.Caption ta="left" mt={0} mb={4}>
          <b>{t('journal.entry', { number: entry.number })}</b> · {entry.description} ·{' '}
          {t('journal.posted', { day: dayWords(entry.accountingDate), when: momentWords(entry.postedAt) })}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('journal.account')}</Table.Th>
            <Table.Th ta="right" w={130}>
              {t('journal.debit')}
            </Table.Th>
            <Table.Th ta="right" w={130}>
              {t('journal.credit')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entry.lines.map((line) => (
            <Table.Tr key={`${line.account} ${line.customer} ${line.debit?.minor} ${line.credit?.minor}`}>
              <Table.Td pl={line.credit ? 28 : undefined}>
                {line.accountName}
                {line.customer ? (
                  <Text span size="xs" c="dimmed">
                    {' '}
                    · {line.customer}
                  </Text>
                ) : null}
              </Table.Td>
              <Table.Td ta="right">{line.debit ? <Money value={line.debit} /> : null}</Table.Td>
              <Table.Td ta="right">{line.credit ? <Money value={line.credit} /> : null}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
