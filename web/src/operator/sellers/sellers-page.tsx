import { Group, Paper, Stack, Text } from '@mantine/core'
import { IconBuildingStore } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { CopyId } from '../../parts/copy-id.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { dayOfMomentWords } from '../../words/date-words.ts'
import { feeWords } from '../fees/fee-words.ts'

type Seller = Item<Answer<'/api/operator/sellers'>>

/** Who sells here, where their Stripe accounts stand, and what they pay. */
export function SellersPage() {
  const { t } = useTranslation('operator')
  const columns: Column<Seller>[] = [
    {
      key: 'name',
      header: t('sellers.name'),
      width: 300,
      render: (seller) => (
        <Text fw={550} truncate>
          {seller.name}
        </Text>
      ),
    },
    { key: 'stripe', header: t('sellers.stripe'), width: 380, render: (seller) => <Accounts seller={seller} /> },
    { key: 'fee', header: t('sellers.fee'), render: (seller) => <Fee seller={seller} /> },
  ]
  return (
    <>
      <PageHeader title={t('sellers.title')} subtitle={t('sellers.subtitle')} />
      <Paper>
        <DataTable
          plain
          name={t('sellers.what')}
          queryKey={['operator', 'sellers', 'list']}
          load={async () => ({ ...(await answer(api.GET('/api/operator/sellers'))), nextCursor: null })}
          columns={columns}
          rowId={(seller) => seller.id}
          card={(seller) => ({ title: seller.name, subtitle: <Fee seller={seller} />, badges: <Accounts seller={seller} /> })}
          empty={<EmptyState icon={IconBuildingStore} title={t('sellers.none')} text={t('sellers.noneText')} />}
        />
      </Paper>
    </>
  )
}

function Accounts({ seller }: { seller: Seller }) {
  const { t } = useTranslation('operator')
  if (seller.stripe.length === 0) return <StateBadge fact="stripe" state="not_linked" />
  return (
    <Stack gap={4}>
      {seller.stripe.map(({ account, standing }) => (
        <Group key={account} gap="xs" wrap="nowrap">
          <StateBadge fact="stripe" state={standing} />
          <CopyId value={account} what={t('sellers.accountId')} />
        </Group>
      ))}
    </Stack>
  )
}

function Fee({ seller }: { seller: Seller }) {
  const { t } = useTranslation('operator')
  const fee = seller.feeSchedule
  if (!fee)
    return (
      <Text size="sm" c="dimmed">
        {t('sellers.noFee')}
      </Text>
    )
  const rule = {
    currency: fee.fixed.currency,
    basisPoints: fee.basisPoints,
    fixedMinor: fee.fixed.minor,
    minimumMinor: fee.minimum.minor,
    capMinor: fee.cap?.minor ?? null,
  }
  return (
    <div style={{ whiteSpace: 'normal' }}>
      <Text size="sm">{feeWords(rule, t)}</Text>
      <Text size="xs" c="dimmed">
        {t('fees.since', { when: dayOfMomentWords(fee.effectiveFrom) })}
      </Text>
    </div>
  )
}
