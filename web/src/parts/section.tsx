import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

type Props = { title?: string; aside?: ReactNode; children: ReactNode; flush?: boolean }

const inset = 'var(--mantine-spacing-md)'

/** A card with a heading. `flush`: its content reaches the card's edges (tables). */
export function Section({ title, aside, children, flush = false }: Props) {
  const id = useId()
  return (
    <Paper component="section" aria-labelledby={title ? id : undefined} shadow="none" style={{ overflow: 'hidden' }}>
      {title ? (
        <Group justify="space-between" px="md" pt="md" pb={flush ? 'xs' : 4}>
          <Title order={2} id={id}>
            {title}
          </Title>
          {aside}
        </Group>
      ) : null}
      <div style={flush ? undefined : { padding: `${title ? '8px' : inset} ${inset} ${inset}` }}>{children}</div>
    </Paper>
  )
}

/** Names and values, one pair a line. */
export function FactList({ items }: { items: { label: string; value: ReactNode }[] }) {
  return (
    <Stack component="dl" gap={8} m={0}>
      {items.map(({ label, value }) => (
        <Group key={label} justify="space-between" gap="md" wrap="nowrap" align="baseline">
          <Text component="dt" size="sm" c="dimmed" style={{ flex: 'none' }}>
            {label}
          </Text>
          <Text component="dd" size="sm" m={0} ta="right" miw={0} style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}
