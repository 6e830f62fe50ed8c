import { Button, Text } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { IconArrowBackUp, IconCircleCheck, IconTruckDelivery } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type MouseEventHandler, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import { firstClick } from '../../parts/first-click.ts'
import type { Order } from './order-page.tsx'
import classes from './ship-control.module.css'

type Props = {
  order: Pick<Order, 'id' | 'number' | 'shipping'> & { canShip: boolean }
  /** Fills its card, for thumbs. */
  large?: boolean
}

/** Undo answers only after so long: it stands where the finger may still be, of somebody who clicks twice. */
const settleMs = 1_000

/** How often a screen looks whether what was shipped is posted. */
export const postingRefreshMs = 1_500

/**
 * Ships an order, and for ten seconds takes it back. What was pressed stays as words in the place of its button, with Undo
 * beside it: the second of two clicks meets neither the next order nor an Undo that answers.
 */
export function ShipControl({ order, large = false }: Props) {
  const { t } = useTranslation('office')
  const moved = useOrdersMoved()
  const queryClient = useQueryClient()
  const mutationKey = ['shipping', order.id]
  const path = { params: { path: { id: order.id } } }
  const ship = useMutation({
    mutationKey,
    mutationFn: () => answer(api.PUT('/api/orders/{id}/shipping', path)),
    onSettled: moved,
  })
  const undo = useMutation({
    mutationKey,
    mutationFn: () => answer(api.DELETE('/api/orders/{id}/shipping', path)),
    onSettled: moved,
  })
  // Two clicks may both come before the button has been drawn anew.
  const once = (act: () => void) => firstClick(() => queryClient.isMutating({ mutationKey }) === 0 && act())
  const size = large ? 'lg' : 'sm'
  return (
    <div className={classes.control} data-large={large || undefined}>
      <div className={classes.undo}>
        {order.shipping ? (
          <UndoButton
            key={order.shipping.byName}
            seconds={order.shipping.undoSeconds}
            number={order.number}
            size={size}
            busy={undo.isPending}
            onUndo={once(() => undo.mutate())}
          />
        ) : null}
      </div>
      <div className={classes.ship}>
        {order.shipping ? (
          <Shipped byName={order.shipping.byName} />
        ) : (
          <Button
            size={size}
            fullWidth={large}
            leftSection={<IconTruckDelivery size={18} aria-hidden />}
            disabled={!order.canShip}
            aria-label={large ? t('shipping.shipNamed', { number: order.number }) : undefined}
            aria-describedby={order.canShip ? undefined : 'hold why-not-ship'}
            loading={ship.isPending}
            onClick={once(() => ship.mutate())}
          >
            {t('order.ship')}
          </Button>
        )}
      </div>
    </div>
  )
}

function Shipped({ byName }: { byName: string }) {
  const { t } = useTranslation('office')
  const { user } = useSession()
  return (
    <div className={classes.shipped} role="status">
      <span className={classes.word}>
        <IconCircleCheck size={18} aria-hidden />
        {byName === user?.name ? t('shipping.shipped') : t('shipping.shippedBy', { name: byName })}
      </span>
      <Text size="xs" c="dimmed" lh={1.3}>
        {t('shipping.posting')}
      </Text>
    </div>
  )
}

type UndoProps = { seconds: number; number: string; size: 'sm' | 'lg'; busy: boolean; onUndo: MouseEventHandler }

function UndoButton({ seconds, number, size, busy, onUndo }: UndoProps) {
  const { t } = useTranslation('office')
  const left = useCountdown(seconds)
  const [ready, setReady] = useState(false)
  useTimeout(() => setReady(true), settleMs, { autoInvoke: true })
  return (
    <Button
      variant="default"
      size={size}
      fullWidth
      px="xs"
      leftSection={<IconArrowBackUp size={18} aria-hidden />}
      aria-label={t('shipping.undoNamed', { number })}
      disabled={!ready || left === 0}
      loading={busy}
      onClick={onUndo}
    >
      {left > 0 ? t('shipping.undoIn', { seconds: left }) : t('shipping.undo')}
    </Button>
  )
}

/** Seconds that go by here, corrected whenever the server tells how many are left. */
function useCountdown(seconds: number): number {
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    setLeft(seconds)
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1_000)
    return () => clearInterval(timer)
  }, [seconds])
  return left
}

/** An order that moved shows in lists, on the home page and in its history. */
export function useOrdersMoved(): () => Promise<void> {
  const queryClient = useQueryClient()
  return async () => {
    const keys = ['orders', 'shipping', 'home', 'activity', 'invoices']
    await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
  }
}
