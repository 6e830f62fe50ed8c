import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconCircleCheck, IconPackageExport } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { DateText } from '../../parts/date-text.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { TextLink } from '../../parts/links.tsx'
import { useListAddress } from '../../parts/list-address.ts'
import { PageHeader } from '../../parts/page-header.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { useSteadyRows } from '../../parts/steady-rows.ts'
import { TakeIn } from '../../parts/take-in.tsx'
import type { OrderItem } from '../orders/orders-page.tsx'
import { postingRefreshMs, ShipControl } from '../orders/ship-control.tsx'

const pageSize = 24
const refreshMs = 15_000

/** For the warehouse, standing up: what may leave, the next ship date first, one big button each. No card moves under a finger. */
export function ShippingPage() {
  const { t } = useTranslation('office')
  const { t: words } = useTranslation()
  const [address, change] = useListAddress()
  const { search } = address
  const { list, orders } = useToShip(search)
  return (
    <>
      <PageHeader title={t('shipping.title')} subtitle={t('shipping.subtitle')} />
      <Group mb="md" wrap="nowrap">
        <SearchBox
          what={t('shipping.title')}
          hint={t('shipping.hint')}
          value={search ?? ''}
          onChange={(text) => change({ search: text || undefined })}
        />
        <TakeIn {...orders} />
      </Group>
      {list.error && !orders.rows ? <ErrorState error={list.error} retry={list.refetch} /> : null}
      {orders.rows?.length === 0 ? (
        <Paper>
          {search ? (
            <Text c="dimmed" ta="center" py={48}>
              {words('list.nothing', { search })}
            </Text>
          ) : (
            <EmptyState icon={IconPackageExport} title={t('shipping.emptyTitle')} text={t('shipping.emptyText')} />
          )}
        </Paper>
      ) : null}
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="md">
        {orders.rows ? (
          orders.rows.map(({ row, gone }) => <ToShip key={row.id} order={row} gone={gone} />)
        ) : list.isPending ? (
          <Waiting />
        ) : null}
      </SimpleGrid>
      {list.hasNextPage ? (
        <Group justify="center" mt="md">
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {words('list.more')}
          </Button>
        </Group>
      ) : null}
    </>
  )
}

function useToShip(search: string | undefined) {
  const list = useInfiniteQuery({
    queryKey: ['shipping', search],
    queryFn: ({ pageParam: cursor }) => answer(api.GET('/api/orders', { params: { query: readyToShip({ search, cursor }) } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((order) => order.shipping)) ? postingRefreshMs : refreshMs,
  })
  const loaded = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const orders = useSteadyRows(list.isPlaceholderData ? undefined : loaded, (order) => order.id, {
    list: search ?? '',
    settled: list.isFetchedAfterMount,
  })
  return { list, orders }
}

function readyToShip({ search, cursor }: { search: string | undefined; cursor: string | undefined }) {
  return {
    state: 'confirmed' as const,
    fulfilment: 'unfulfilled' as const,
    hold: 'none' as const,
    sort: 'shipDate' as const,
    limit: pageSize,
    ...(search ? { search } : {}),
    ...(cursor ? { cursor } : {}),
  }
}

const cardHeight = 196

function Waiting() {
  return (
    <>
      <CardSkeleton height={cardHeight} />
      <CardSkeleton height={cardHeight} />
      <CardSkeleton height={cardHeight} />
    </>
  )
}

function ToShip({ order, gone }: { order: OrderItem; gone: boolean }) {
  const { t } = useTranslation('office')
  return (
    <Paper component="article" p="md" mih={cardHeight} aria-label={t('order.title', { number: order.number })}>
      <Stack gap="sm" h="100%" justify="space-between">
        <div>
          <Group justify="space-between" align="flex-start">
            <Title order={2}>
              <TextLink to="/office/orders/$id" params={{ id: order.id }} inherit>
                {order.number}
              </TextLink>
            </Title>
            <StateBadge fact="payment" state={order.paymentState} />
          </Group>
          <Text size="lg" fw={550} mt={2}>
            {order.customer.name}
          </Text>
          <Text c="dimmed">
            <DateText value={order.shipDate} as="weekday" /> · {order.location.name}
          </Text>
        </div>
        {gone ? <WhatBecame id={order.id} /> : <ShipControl order={{ ...order, canShip: true }} large />}
      </Stack>
    </Paper>
  )
}

/** The list knows the order no more: what became of it, in the place of its button. */
function WhatBecame({ id }: { id: string }) {
  const { t } = useTranslation('office')
  const { data: order } = useQuery({
    queryKey: ['orders', id],
    queryFn: () => answer(api.GET('/api/orders/{id}', { params: { path: { id } } })),
    staleTime: 0,
  })
  const said = !order
    ? ''
    : order.fulfilmentState === 'shipped'
      ? order.invoice
        ? t('shipping.posted', { invoice: order.invoice.number })
        : t('shipping.postedPlain')
      : order.orderState === 'voided'
        ? t('shipping.ended')
        : t('shipping.taken')
  return (
    <Group mih={56} gap={6} wrap="nowrap" role="status">
      {order?.fulfilmentState === 'shipped' ? <IconCircleCheck size={18} aria-hidden /> : null}
      <Text fw={550} c="dimmed">
        {said}
      </Text>
    </Group>
  )
}
