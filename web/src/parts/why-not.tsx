import { Group, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** The reason why something is unavailable, beside it, with a link to where it can be changed. */
export function WhyNot({ children, link, id }: { children: ReactNode; link?: ReactNode; id?: string }) {
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" id={id} c="light-dark(#824107, #f2b574)">
      <IconInfoCircle size={16} style={{ flex: 'none', marginTop: 2 }} aria-hidden />
      <Text size="sm" component="span" c="inherit">
        {children} {link}
      </Text>
    </Group>
  )
}
