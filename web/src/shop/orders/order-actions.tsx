import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import type { Order } from './order-queries.ts'
import { Reorder } from './reorder.tsx'

const reasonMin = 5

/** Order it again, or take an unpaid one back. */
export function OrderActions({ order }: { order: Order }) {
  const may = useMay()
  if (!may('shop.order')) return null
  return (
    <>
      {order.canVoid ? <VoidOrder order={order} /> : null}
      {order.voidedBecause === 'expired' ? null : <Reorder order={order} />}
    </>
  )
}

function VoidOrder({ order }: { order: Order }) {
  const { t } = useTranslation('shop')
  const [opened, { open, close }] = useDisclosure(false)
  const queryClient = useQueryClient()
  const voiding = useMutation({
    mutationFn: (reason: string) =>
      answer(api.POST('/api/shop/orders/{id}/void', { params: { path: { id: order.id } }, body: { reason } })),
    onSuccess: close,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['shop', 'orders'] }),
    meta: { shown: true },
  })
  return (
    <>
      <Button variant="subtle" color="gray" onClick={open}>
        {t('order.void')}
      </Button>
      <ConfirmModal
        opened={opened}
        onClose={close}
        title={t('order.voidTitle', { number: order.number })}
        text={t('order.voidText')}
        confirm={t('order.void')}
        danger
        reasonMin={reasonMin}
        busy={voiding.isPending}
        error={voiding.error}
        onConfirm={(reason) => voiding.mutate(reason)}
      />
    </>
  )
}
