import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconRepeat } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { cartQuery } from '../cart/cart-query.ts'
import type { Order } from './order-queries.ts'

const reasonMin = 5

/** Order it again, or take an unpaid one back. */
export function OrderActions({ order }: { order: Order }) {
  const { t } = useTranslation('shop')
  const may = useMay()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const reorder = useMutation({
    mutationFn: () => answer(api.POST('/api/shop/orders/{id}/reorder', { params: { path: { id: order.id } } })),
    onSuccess: async (cart) => {
      queryClient.setQueryData(cartQuery.queryKey, cart)
      await navigate({ to: '/shop/cart' })
    },
  })
  if (!may('shop.order')) return null
  return (
    <>
      {order.canVoid ? <VoidOrder order={order} /> : null}
      <Button
        variant="default"
        leftSection={<IconRepeat size={16} aria-hidden />}
        loading={reorder.isPending}
        onClick={() => reorder.mutate()}
      >
        {t('order.reorder')}
      </Button>
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
