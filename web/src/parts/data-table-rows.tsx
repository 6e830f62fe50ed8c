import { Skeleton, Table, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './data-table.module.css'
import type { Column, DataTableProps } from './data-table.tsx'

type Props<T, S> = Pick<DataTableProps<T, S>, 'name' | 'columns' | 'rowId' | 'link'> & {
  /** null while the first page is on the way. */
  items: T[] | null
  sort: string | undefined
  onSort: (sort: string) => void
  sums: Partial<Record<string, ReactNode>> | undefined
}

/** What the one flexible column never falls below; narrower screens scroll the table sideways. */
const flexibleMin = 150
const skeletonRows = [0, 1, 2, 3, 4, 5, 6, 7]

/** The rows as a table. Arrows move between them, Enter opens (the first cell is a link), a click anywhere opens too. */
export function TableRows<T, S>({ name, columns, rowId, link, items, sort, onSort, sums }: Props<T, S>) {
  const { t } = useTranslation()
  return (
    <Table.ScrollContainer
      minWidth={columns.reduce((sum, column) => sum + (column.width ?? flexibleMin), 0)}
      type="native"
      tabIndex={link ? undefined : 0}
    >
      <Table className={classes.table} layout="fixed" aria-label={name} aria-busy={items === null} onKeyDown={moveByArrows}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items === null
            ? skeletonRows.map((row) => (
                <Table.Tr key={row}>
                  {columns.map((column) => (
                    <Table.Td key={column.key}>
                      <Skeleton h={12} w={column.align ? '60%' : '75%'} ml={column.align ? 'auto' : undefined} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))
            : items.map((row) => <Row key={rowId(row)} row={row} columns={columns} link={link} />)}
        </Table.Tbody>
        {sums ? (
          <Table.Tfoot>
            <Table.Tr>
              {columns.map((column, index) => (
                <Table.Td key={column.key} ta={column.align} className={classes.sum}>
                  {sums[column.key] ?? (index === 0 ? t('list.total') : null)}
                </Table.Td>
              ))}
            </Table.Tr>
          </Table.Tfoot>
        ) : null}
      </Table>
    </Table.ScrollContainer>
  )
}

type HeaderProps<T> = { column: Column<T>; sort: string | undefined; onSort: (sort: string) => void }

function HeaderCell<T>({ column, sort, onSort }: HeaderProps<T>) {
  const { t } = useTranslation()
  const { sort: by } = column
  const direction = by && sort === by ? 'ascending' : by && sort === `-${by}` ? 'descending' : undefined
  const Arrow = direction === 'ascending' ? IconArrowUp : IconArrowDown
  return (
    <Table.Th ta={column.align} w={column.width} aria-sort={direction}>
      {by ? (
        <UnstyledButton
          className={classes.sort}
          onClick={() => onSort(direction === 'descending' ? by : `-${by}`)}
          aria-label={t('list.sortedBy', { what: column.header })}
        >
          {column.header}
          <Arrow size={13} aria-hidden className={classes.arrow} data-on={direction ? true : undefined} />
        </UnstyledButton>
      ) : (
        column.header
      )}
    </Table.Th>
  )
}

function Row<T>({ row, columns, link }: { row: T; columns: Column<T>[]; link: DataTableProps<T, unknown>['link'] }) {
  const router = useRouter()
  const target = link?.(row)
  const open = (event: MouseEvent<HTMLElement>) => {
    const onControl = event.target instanceof Element && event.target.closest('a, button') !== null
    // Marking text in a row to copy it is not a click on it.
    const marking = window.getSelection()?.type === 'Range'
    if (target && !onControl && !marking) router.navigate(target)
  }
  return (
    <Table.Tr onClick={open} data-opens={target ? true : undefined}>
      {columns.map((column, index) => (
        <Table.Td key={column.key} ta={column.align}>
          {target && index === 0 ? (
            <Link {...target} data-row className={classes.link}>
              {column.render(row)}
            </Link>
          ) : (
            column.render(row)
          )}
        </Table.Td>
      ))}
    </Table.Tr>
  )
}

function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a[data-row]')]
  const at = links.indexOf(document.activeElement as HTMLElement)
  const next = at === -1 ? undefined : links[at + (event.key === 'ArrowDown' ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}
