import { Button, Group, Paper, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import type { LinkOptions } from '@tanstack/react-router'
import { type ReactNode, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './data-table.module.css'
import { CardRows, SkeletonCards } from './data-table-cards.tsx'
import { TableRows } from './data-table-rows.tsx'
import { ErrorState } from './error-state.tsx'
import { type Filter, FilterChips } from './filter-chips.tsx'
import { useKey } from './keys.tsx'
import { type ListAddress, useListAddress } from './list-address.ts'
import { SearchBox } from './search-box.tsx'
import { useSteadyRows } from './steady-rows.ts'
import { TakeIn } from './take-in.tsx'

export type Column<T> = {
  key: string
  header: string
  render: (row: T) => ReactNode
  align?: 'right'
  /** In pixels; one column leaves it out and takes the rest. */
  width?: number
  /** The API's name to sort by; clicking the header turns it round. */
  sort?: string
}

/** A row on a phone. */
export type RowCard = { title: ReactNode; subtitle?: ReactNode; value?: ReactNode; badges?: ReactNode }

export type ListPage<T, S> = { items: T[]; nextCursor: string | null; totals?: S | null }
export type ListQuery = {
  search?: string
  cursor?: string
  limit: number
  sort?: string
  [filter: string]: string | number | undefined
}

export type DataTableProps<T, S> = {
  /** What is listed, in the words of the screen: "orders". */
  name: string
  searchHint?: string
  queryKey: QueryKey
  load: (query: ListQuery) => Promise<ListPage<T, S>>
  columns: Column<T>[]
  card: (row: T) => RowCard
  rowId: (row: T) => string
  /** Where a row leads; rows of lists without a detail page leave it out. */
  link?: (row: T) => LinkOptions
  filters?: Filter[]
  /** Sums under their columns, from the API's totals over all that match. */
  footer?: (totals: S) => Partial<Record<string, ReactNode>>
  /** Shown when there is nothing at all: teaches the next step. */
  empty: ReactNode
  /** Nothing to type: the list is narrowed by its filters alone. */
  unsearched?: boolean
  /** Without its own search field and filters, for a table inside a detail page. */
  plain?: boolean
}

const pageSize = 50

/** A list of the server: search, filters and sort kept in the address, pages by cursor, sums, keyboard, cards on a phone. */
export function DataTable<T, S = undefined>(props: DataTableProps<T, S>) {
  const { queryKey, load, filters = [], plain = false } = props
  const { t } = useTranslation()
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const rows = useRef<HTMLDivElement>(null)
  const [address, change] = useListAddress()
  const asked = plain ? {} : askedOf(address, filters)
  const list = useListPages(queryKey, asked, load)
  const loaded = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data])
  const steady = useSteadyRows(list.isPlaceholderData ? undefined : loaded, props.rowId, {
    list: JSON.stringify([queryKey, asked]),
    settled: list.isFetchedAfterMount && !plain,
  })
  const items = steady.rows?.map(({ row }) => row)
  useKey('ArrowDown', t('list.rows'), props.link ? () => focusFirst(rows.current) : null)
  const narrowed = Object.keys(asked).some((key) => key !== 'sort')
  const totals = list.data?.pages[0]?.totals ?? undefined
  return (
    <div>
      {plain ? null : (
        <Narrowing {...props} filters={filters} address={address} change={change} onLeave={() => focusFirst(rows.current)} />
      )}
      {list.error && !items ? (
        <ErrorState error={list.error} retry={list.refetch} />
      ) : (
        <Paper className={classes.frame} data-busy={list.isPlaceholderData || undefined} ref={rows} withBorder={!plain}>
          <TakeIn {...steady} className={classes.takeIn} />
          {items && items.length === 0 ? (
            narrowed ? (
              <Text c="dimmed" ta="center" py={48}>
                {address.search ? t('list.nothing', { search: address.search }) : t('list.nothingFiltered')}
              </Text>
            ) : (
              props.empty
            )
          ) : phone ? (
            items ? (
              <CardRows items={items} {...props} />
            ) : (
              <SkeletonCards />
            )
          ) : (
            <TableRows
              {...props}
              items={items ?? null}
              sort={address.sort}
              onSort={(sort) => change({ sort })}
              sums={totals === undefined ? undefined : props.footer?.(totals as S)}
            />
          )}
        </Paper>
      )}
      {list.hasNextPage ? (
        <Group justify="center" mt="sm">
          <Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {t('list.more')}
          </Button>
        </Group>
      ) : null}
      <div role="status" className={classes.said}>
        {items ? t('list.shown', { count: items.length }) : ''}
      </div>
    </div>
  )
}

type NarrowingProps = Pick<DataTableProps<never, never>, 'name' | 'searchHint' | 'unsearched'> & {
  filters: Filter[]
  address: ListAddress
  change: (change: ListAddress) => void
  onLeave: () => void
}

/** What stands above a list: its search and its filters. */
function Narrowing({ name, searchHint, unsearched = false, filters, address, change, onLeave }: NarrowingProps) {
  return (
    <Group gap="xs" mb="sm" className="no-print">
      {unsearched ? null : (
        <SearchBox
          what={name}
          hint={searchHint}
          value={address.search ?? ''}
          onChange={(search) => change({ search: search || undefined })}
          onLeave={onLeave}
        />
      )}
      <FilterChips filters={filters} address={address} change={change} />
    </Group>
  )
}

function focusFirst(rows: HTMLElement | null): void {
  rows?.querySelector<HTMLElement>('a[data-row]')?.focus()
}

/** What the address asks of the server: only what this list knows. */
function askedOf(address: ListAddress, filters: Filter[]): Record<string, string> {
  const known = ['search', 'sort', ...filters.map((filter) => filter.key)]
  return Object.fromEntries(known.flatMap((key) => (address[key] ? [[key, address[key]]] : [])))
}

function useListPages<T, S>(queryKey: QueryKey, asked: Record<string, string>, load: DataTableProps<T, S>['load']) {
  return useInfiniteQuery({
    queryKey: [...queryKey, asked],
    queryFn: ({ pageParam }) => load({ ...asked, ...(pageParam ? { cursor: pageParam } : {}), limit: pageSize }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}
