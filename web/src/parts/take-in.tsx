import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { useSteadyRows } from './steady-rows.ts'

type Props = Pick<ReturnType<typeof useSteadyRows>, 'waiting' | 'stale' | 'takeIn'> & { className?: string }

/** "3 new": has a steady list show what came meanwhile, and put away what was dealt with. Its place is kept while there is nothing. */
export function TakeIn({ waiting, stale, takeIn, className }: Props) {
  const { t } = useTranslation()
  return (
    <Button
      size="xs"
      variant={waiting > 0 ? 'light' : 'default'}
      leftSection={<IconRefresh size={16} aria-hidden />}
      className={className}
      onClick={takeIn}
      style={{ visibility: stale ? undefined : 'hidden' }}
    >
      <span aria-live="polite">{waiting > 0 ? t('list.new', { count: waiting }) : t('list.tidy')}</span>
    </Button>
  )
}
