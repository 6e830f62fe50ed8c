import { Button, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { WhyNot } from '../../parts/why-not.tsx'
import type { Order } from './order-page.tsx'
import { ShipControl, useOrdersMoved } from './ship-control.tsx'

const reasonMin = 5
type Asking = 'override' | 'void' | null

/** What may be done with an order now. What may not says why. */
export function OrderActions({ order }: { order: Order }) {
  const { t } = useTranslation('office')
  const may = useMay()
  const [asking, setAsking] = useState<Asking>(null)
  const close = () => setAsking(null)
  const showShip = may('orders.ship') && order.orderState !== 'voided' && order.fulfilmentState === 'unfulfilled'
  return (
    <Stack gap={6} align="flex-end">
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
        {may('orders.void') && order.canVoid ? (
          <Button variant="default" onClick={() => setAsking('void')}>
            {t('order.void')}
          </Button>
        ) : null}
        {may('orders.override_hold') && order.canOverride ? (
          <Button variant="default" onClick={() => setAsking('override')}>
            {t('order.override')}
          </Button>
        ) : null}
        {showShip ? <ShipControl order={order} /> : null}
      </div>
      {showShip && !order.canShip && !order.hold && !order.shipping ? (
        <WhyNot id="why-not-ship">{order.whyNotShip}</WhyNot>
      ) : null}
      <OverrideModal order={order} opened={asking === 'override'} onClose={close} />
      <VoidModal order={order} opened={asking === 'void'} onClose={close} />
    </Stack>
  )
}

type ModalProps = { order: Order; opened: boolean; onClose: () => void }

function OverrideModal({ order, opened, onClose }: ModalProps) {
  const { t } = useTranslation('office')
  const refresh = useOrdersMoved()
  const override = useMutation({
    mutationFn: (reason: string) =>
      answer(api.POST('/api/orders/{id}/override-hold', { params: { path: { id: order.id } }, body: { reason } })),
    meta: { shown: true },
    onSuccess: () => {
      notifications.show({ color: 'leaf', message: t('order.overridden', { number: order.number }) })
      onClose()
      return refresh()
    },
  })
  return (
    <ConfirmModal
      opened={opened}
      onClose={onClose}
      title={t('order.override')}
      text={t('order.overrideText')}
      confirm={t('order.override')}
      reasonMin={reasonMin}
      busy={override.isPending}
      error={override.error}
      onConfirm={override.mutate}
    />
  )
}

function VoidModal({ order, opened, onClose }: ModalProps) {
  const { t } = useTranslation('office')
  const refresh = useOrdersMoved()
  const voiding = useMutation({
    mutationFn: (reason: string) =>
      answer(api.POST('/api/orders/{id}/void', { params: { path: { id: order.id } }, body: { reason } })),
    meta: { shown: true },
    onSuccess: () => {
      notifications.show({ message: t('order.voided', { number: order.number }) })
      onClose()
      return refresh()
    },
  })
  return (
    <ConfirmModal
      opened={opened}
      onClose={onClose}
      title={t('order.void')}
      text={t('order.voidText', { number: order.number })}
      confirm={t('order.void')}
      danger
      reasonMin={reasonMin}
      busy={voiding.isPending}
      error={voiding.error}
      onConfirm={voiding.mutate}
    />
  )
}
