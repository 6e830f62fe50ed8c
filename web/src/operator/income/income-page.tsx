import { Paper } from '@mantine/core'
import { IconCoin } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Answer, Item, Query } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { CopyId } from '../../parts/copy-id.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { DayText } from '../../parts/date-text.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'

type Earned = Item<Answer<'/api/operator/income'>>

/** The convenience fees earned, one by one. */
export function IncomePage() {
  const { t } = useTranslation('operator')
  const columns: Column<Earned>[] = [
    { key: 'earnedAt', header: t('income.earnedAt'), width: 130, render: (fee) => <DayText value={fee.earnedOn} /> },
    { key: 'seller', header: t('income.seller'), render: (fee) => fee.seller.name },
    {
      key: 'charge',
      header: t('income.charge'),
      width: 250,
      render: (fee) => <CopyId value={fee.charge} what={t('income.chargeId')} />,
    },
    {
      key: 'fee',
      header: t('income.fee'),
      width: 250,
      render: (fee) => <CopyId value={fee.applicationFee} what={t('income.feeId')} />,
    },
    {
      key: 'amount',
      header: t('income.amount'),
      align: 'right',
      width: 120,
      render: (fee) => <Money value={fee.amount} received strong />,
    },
  ]
  return (
    <>
      <PageHeader title={t('income.title')} subtitle={t('income.subtitle')} />
      <Paper>
        <DataTable
          plain
          name={t('income.what')}
          queryKey={['operator', 'income']}
          load={(query) => answer(api.GET('/api/operator/income', { params: { query: query as Query<'/api/operator/income'> } }))}
          columns={columns}
          rowId={(fee) => fee.applicationFee}
          card={(fee) => ({
            title: fee.seller.name,
            subtitle: <DayText value={fee.earnedOn} />,
            value: <Money value={fee.amount} received strong />,
          })}
          empty={<EmptyState icon={IconCoin} title={t('overview.none')} text={t('overview.noneText')} />}
        />
      </Paper>
    </>
  )
}
