import { Table, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { Money as Amount } from '../api/answers.ts'
import classes from './line-table.module.css'
import { Money } from './money.tsx'

type Line = { sku: string; name: string; unit: string; quantity: number; unitPrice: Amount; amount: Amount }
type Props = {
  lines: Line[]
  sums: [string, Amount][]
  total: Amount
  /** What follows the total: paid, still due. */
  after?: [string, Amount][]
}

/** The lines of an order or an invoice with its sums below. On a phone quantity and price stand under the name. */
export function LineTable({ lines, sums, total, after = [] }: Props) {
  const { t } = useTranslation()
  const phone = useMediaQuery('(max-width: 36em)', undefined, { getInitialValueInEffect: false })
  const labelSpan = phone ? 1 : 3
  return (
    <Table verticalSpacing={8} horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('line.item')}</Table.Th>
          {phone ? null : (
            <>
              <Table.Th ta="right">{t('line.quantity')}</Table.Th>
              <Table.Th ta="right">{t('line.price')}</Table.Th>
            </>
          )}
          <Table.Th ta="right">{t('line.amount')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody className={classes.lines}>
        {lines.map((line) => (
          <LineRow key={line.sku} line={line} phone={phone} />
        ))}
      </Table.Tbody>
      <Table.Tfoot className={classes.sums}>
        {sums.map(([label, amount]) => (
          <SumRow key={label} label={label} amount={amount} span={labelSpan} />
        ))}
        <Table.Tr>
          <Table.Td colSpan={labelSpan} ta="right" fw={650}>
            {t('list.total')}
          </Table.Td>
          <Table.Td ta="right">
            <Money value={total} strong />
          </Table.Td>
        </Table.Tr>
        {after.map(([label, amount]) => (
          <SumRow key={label} label={label} amount={amount} span={labelSpan} />
        ))}
      </Table.Tfoot>
    </Table>
  )
}

function SumRow({ label, amount, span }: { label: string; amount: Amount; span: number }) {
  return (
    <Table.Tr>
      <Table.Td colSpan={span} ta="right" c="dimmed">
        {label}
      </Table.Td>
      <Table.Td ta="right">
        <Money value={amount} bare />
      </Table.Td>
    </Table.Tr>
  )
}

function LineRow({ line, phone }: { line: Line; phone: boolean }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={550}>{line.name}</Text>
        <Text size="xs" c="dimmed" component="div">
          {line.sku} · {line.unit}
          {phone ? (
            <>
              <br />
              {line.quantity} × <Money value={line.unitPrice} bare />
            </>
          ) : null}
        </Text>
      </Table.Td>
      {phone ? null : (
        <>
          <Table.Td ta="right">{line.quantity}</Table.Td>
          <Table.Td ta="right">
            <Money value={line.unitPrice} bare />
          </Table.Td>
        </>
      )}
      <Table.Td ta="right">
        <Money value={line.amount} bare />
      </Table.Td>
    </Table.Tr>
  )
}
