import { Alert, Stack, Text, Title } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { usePageTitle } from '../parts/page-header.tsx'

/** The shortest password that is taken, as the API has it. */
export const passwordLengthMin = 10

/** The heading of a step before the session, and a sentence under it. */
export function StepTitle({ title, children }: { title: string; children?: ReactNode }) {
  usePageTitle(title)
  return (
    <Stack gap={6} mb="lg">
      <Title order={1} tabIndex={-1}>
        {title}
      </Title>
      {children ? (
        <Text c="dimmed" component="div">
          {children}
        </Text>
      ) : null}
    </Stack>
  )
}

/** What went wrong, read out at once; nothing typed is lost. */
export function FormError({ title, error }: { title: string; error: Error | null }) {
  if (!error) return null
  return (
    <Alert color="red" role="alert" title={title} icon={<IconAlertCircle size={18} />}>
      {error.message}
    </Alert>
  )
}
