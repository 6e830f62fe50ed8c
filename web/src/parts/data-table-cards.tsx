import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import classes from './data-table.module.css'
import type { DataTableProps } from './data-table.tsx'

type Props<T, S> = Pick<DataTableProps<T, S>, 'card' | 'rowId' | 'link' | 'name'> & { items: T[] }

/** The rows as cards, for a phone. */
export function CardRows<T, S>({ items, card, rowId, link, name }: Props<T, S>) {
  return (
    <ul className={classes.cards} aria-label={name}>
      {items.map((row) => {
        const target = link?.(row)
        const { title, subtitle, value, badges } = card(row)
        const body = (
          <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
            <Stack gap={4} miw={0}>
              <Text fw={550} component="div">
                {title}
              </Text>
              {subtitle ? (
                <Text size="sm" c="dimmed" component="div">
                  {subtitle}
                </Text>
              ) : null}
              {badges ? <Group gap={4}>{badges}</Group> : null}
            </Stack>
            <div style={{ flex: 'none' }}>{value}</div>
          </Group>
        )
        return (
          <li key={rowId(row)}>
            {target ? (
              <Link {...target} data-row className={classes.card}>
                {body}
              </Link>
            ) : (
              <div className={classes.card}>{body}</div>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const skeletonCards = [0, 1, 2, 3, 4, 5]

export function SkeletonCards() {
  return (
    <div className={classes.cards} aria-busy="true">
      {skeletonCards.map((card) => (
        <div key={card} className={classes.card}>
          <Skeleton h={14} w="50%" mb={10} />
          <Skeleton h={12} w="75%" mb={6} />
        </div>
      ))}
    </div>
  )
}
