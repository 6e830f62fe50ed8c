import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconPackageExport } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { DayText } from '../../parts/date-text.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { TextLink } from '../../parts/links.tsx'
import { useListAddress } from '../../parts/list-address.ts'
import { PageHeader } from '../../parts/page-header.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { ShipButton } from '../orders/order-actions.tsx'
import type { OrderItem } from '../orders/orders-page.tsx'

const pageSize = 24
const refreshMs = 15_000

/** For the warehouse, standing up: what may leave, the next ship date first, one big button each. */
export function ShippingPage() {
  const { t } = useTranslation('office')
  const { t: words } = useTranslation()
  const [address, change] = useListAddress()
  const { search } = address
  const list = useInfiniteQuery({
    queryKey: ['shipping', search],
    queryFn: ({ pageParam: cursor }) => answer(api.GET('/api/orders', { params: { query: readyToShip({ search, cursor }) } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  })
  const orders = list.data?.pages.flatMap((page) => page.items)
  return (
    <>
      <PageHeader title={t('shipping.title')} subtitle={t('shipping.subtitle')} />
      <Group mb="md">
        <SearchBox
          what={t('shipping.title')}
          hint={t('shipping.hint')}
          value={search ?? ''}
          onChange={(text) => change({ search: text || undefined })}
        />
      </Group>
      {list.error && !orders ? <ErrorState error={list.error} retry={list.refetch} /> : null}
      {orders?.length === 0 ? (
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
        {orders ? orders.map((order) => <ToShip key={order.id} order={order} />) : list.isPending ? <Waiting /> : null}
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

function Waiting() {
  return (
    <>
      <CardSkeleton height={172} />
      <CardSkeleton height={172} />
      <CardSkeleton height={172} />
    </>
  )
}

function ToShip({ order }: { order: OrderItem }) {
  const { t } = useTranslation('office')
  return (
    <Paper component="article" p="md" mih={172} aria-label={t('order.title', { number: order.number })}>
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
            <DayText value={order.shipDate} as="weekday" /> · {order.location.name}
          </Text>
        </div>
        <ShipButton order={{ ...order, canShip: true }} size="md" name={t('shipping.shipNamed', { number: order.number })} />
      </Stack>
    </Paper>
  )
}
