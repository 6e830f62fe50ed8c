import { Group, Paper, Skeleton, Stack } from '@mantine/core'

/** The shape of a page while its code or its first answer is on the way. */
export function PageSkeleton() {
  return (
    <Stack gap="lg" aria-busy="true">
      <Group justify="space-between">
        <Skeleton h={30} w={220} />
        <Skeleton h={34} w={120} />
      </Group>
      <CardSkeleton height={160} />
      <CardSkeleton height={240} />
    </Stack>
  )
}

/** A card of a known height, so that nothing moves when it fills. */
export function CardSkeleton({ height }: { height: number }) {
  return (
    <Paper p="md" h={height}>
      <Stack gap="sm">
        <Skeleton h={14} w="30%" />
        <Skeleton h={12} w="80%" />
        <Skeleton h={12} w="60%" />
      </Stack>
    </Paper>
  )
}
