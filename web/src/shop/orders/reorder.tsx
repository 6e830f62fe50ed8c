import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconRepeat } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { firstClick } from '../../parts/first-click.ts'
import { cartQuery } from '../cart/cart-query.ts'
import type { Order } from './order-queries.ts'
import classes from './orders.module.css'

type Look = Answer<'/api/shop/orders/{id}/reorder'>

/**
 * Orders the same again. What can be had just as before goes straight into an empty cart; whatever is different (gone, less of
 * it, another price, a cart that holds something already) is shown first, and nothing happens until it is agreed to.
 */
export function Reorder({ order, primary = false }: { order: Pick<Order, 'id' | 'number'>; primary?: boolean }) {
  const { t } = useTranslation('shop')
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [asking, { open, close }] = useDisclosure(false)
  const path = { params: { path: { id: order.id } } }
  const add = useMutation({
    mutationFn: () => answer(api.POST('/api/shop/orders/{id}/reorder', path)),
    meta: { shown: true },
    onError: open,
    onSuccess: async ({ cart }) => {
      queryClient.setQueryData(cartQuery.queryKey, cart)
      queryClient.invalidateQueries({ queryKey: ['shop', 'checkout'] })
      close()
      await navigate({ to: '/shop/cart' })
    },
  })
  const look = useMutation({
    mutationFn: () => answer(api.GET('/api/shop/orders/{id}/reorder', path)),
    onSuccess: (found) => (isPlain(found) ? add.mutate() : open()),
  })
  return (
    <>
      <Button
        variant={primary ? 'filled' : 'default'}
        leftSection={<IconRepeat size={16} aria-hidden />}
        loading={look.isPending || (add.isPending && !asking)}
        onClick={firstClick(() => look.mutate())}
      >
        {t('order.reorder')}
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title={<b>{t('again.title', { number: order.number })}</b>}
        closeButtonProps={{ 'aria-label': t('again.close') }}
      >
        {look.data ? (
          <Different look={look.data} busy={add.isPending} error={add.error} onAdd={add.mutate} onClose={close} />
        ) : null}
      </Modal>
    </>
  )
}

function isPlain({ lines, inCart }: Look): boolean {
  return inCart === 0 && lines.every((line) => line.why === null)
}

type DifferentProps = { look: Look; busy: boolean; error: Error | null; onAdd: () => void; onClose: () => void }

function Different({ look, busy, error, onAdd, onClose }: DifferentProps) {
  const { t } = useTranslation('shop')
  const added = look.lines.filter((line) => line.added > 0).length
  return (
    <Stack gap="md">
      <Text>{added === 0 ? t('again.nothing') : t('again.some', { count: added, all: look.lines.length })}</Text>
      <ul className={classes.again}>
        {look.lines
          .filter((line) => line.why !== null)
          .map((line) => (
            <li key={line.productId}>
              <Text fw={550}>{line.name}</Text>
              <Text size="sm" c="dimmed">
                {line.why}
              </Text>
            </li>
          ))}
      </ul>
      {added > 0 && look.inCart > 0 ? <Text size="sm">{t('again.inCart', { count: look.inCart })}</Text> : null}
      {error ? (
        <Alert color="red" role="alert">
          {error.message}
        </Alert>
      ) : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('again.close')}
        </Button>
        {added > 0 ? (
          <Button loading={busy} onClick={firstClick(onAdd)} data-autofocus>
            {t('again.add', { count: added })}
          </Button>
        ) : null}
      </Group>
    </Stack>
  )
}
