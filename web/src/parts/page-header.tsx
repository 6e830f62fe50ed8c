import { Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'

type Props = {
  title: string
  /** A sentence under the title. */
  subtitle?: ReactNode
  /** Facts beside the title. */
  badges?: ReactNode
  /** The one primary action stands last, at the right. */
  actions?: ReactNode
  /** A link to the list this belongs to. */
  above?: ReactNode
}

/** The head of every screen; also names the browser's tab. */
export function PageHeader({ title, subtitle, badges, actions, above }: Props) {
  usePageTitle(title)
  return (
    <Stack gap={4} mb="lg">
      {above ? (
        <Text size="sm" className="no-print">
          {above}
        </Text>
      ) : null}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={6} miw={0} flex="1 1 280px">
          <Group gap="xs">
            <Title order={1} tabIndex={-1}>
              {title}
            </Title>
            {badges ? <Group gap={6}>{badges}</Group> : null}
          </Group>
          {subtitle ? (
            <Text c="dimmed" size="md" component="div">
              {subtitle}
            </Text>
          ) : null}
        </Stack>
        {actions ? (
          <Group gap="xs" className="no-print">
            {actions}
          </Group>
        ) : null}
      </Group>
    </Stack>
  )
}

/** Names the browser's tab while the screen is shown. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Florin`
  }, [title])
}
