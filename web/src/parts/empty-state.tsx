import { Stack, Text, Title } from '@mantine/core'
import type { TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

type Props = { icon: TablerIcon; title: string; text?: string; action?: ReactNode }

/** An empty screen teaches the next step. */
export function EmptyState({ icon: Icon, title, text, action }: Props) {
  return (
    <Stack align="center" gap={6} py={48} px="md" ta="center">
      <Icon size={40} stroke={1.3} color="var(--mantine-color-dimmed)" aria-hidden />
      <Title order={2}>{title}</Title>
      {text ? (
        <Text c="dimmed" maw={440}>
          {text}
        </Text>
      ) : null}
      {action ? <div style={{ marginTop: 12 }}>{action}</div> : null}
    </Stack>
  )
}
