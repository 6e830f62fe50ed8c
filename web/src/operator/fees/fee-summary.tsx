import { Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { Money } from '../../parts/money.tsx'
import { momentWords } from '../../words/date-words.ts'
import { type FeeRule, feeWords } from './fee-words.ts'

export type FeePreview = Answer<'/api/operator/fee-schedules/preview', 'post'>
type Change = FeePreview['changes'][number]
type Props = { rule: FeeRule; preview: FeePreview; atOnce: boolean }

/** What a new fee changes, before it is set: from what to what, for whom, since when, and what everyday payments cost. */
export function FeeSummary({ rule, preview, atOnce }: Props) {
  const { t } = useTranslation('operator')
  const when = atOnce ? t('fees.atOnce') : t('fees.fromThen', { when: momentWords(preview.effectiveFrom) })
  return (
    <Stack gap="md">
      <Text>
        <b>{feeWords(rule, t)}</b>, {when}. {t('fees.neverBack')}
      </Text>
      {preview.changes.length === 0 ? <Text c="dimmed">{t('fees.nobody')}</Text> : null}
      {preview.changes.map((change) => (
        <ChangeTable key={change.sellers[0]?.id} change={change} rule={rule} />
      ))}
      <Text size="sm" c="dimmed">
        {t('fees.mailed')}
      </Text>
    </Stack>
  )
}

const namesMax = 6

function ChangeTable({ change, rule }: { change: Change; rule: FeeRule }) {
  const { t } = useTranslation('operator')
  const names = change.sellers.slice(0, namesMax).map(({ name }) => name)
  const more = change.sellers.length - names.length
  const before = change.before ? feeWords({ ...change.before, currency: rule.currency }, t) : t('fees.noFee')
  return (
    <div>
      <Text fw={600}>
        {names.join(', ')} {more > 0 ? t('fees.andMore', { count: more }) : null}
      </Text>
      <Text size="sm">{t('fees.untilThen', { rule: before })}</Text>
      <Table mt={4} withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('fees.ofPayment')}</Table.Th>
            <Table.Th ta="right">{t('fees.before')}</Table.Th>
            <Table.Th ta="right">{t('fees.after')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {change.examples.map((example) => (
            <Table.Tr key={example.payment.minor}>
              <Table.Td>
                <Money value={example.payment} />
              </Table.Td>
              <Table.Td ta="right">
                <Money value={example.before} bare />
              </Table.Td>
              <Table.Td ta="right">
                <Money value={example.after} bare strong={example.after.minor !== example.before.minor} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
