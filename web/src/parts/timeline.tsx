import { Timeline as Line, Text } from '@mantine/core'
import { IconBrandStripe, IconSettings, IconUser } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { MomentText } from './date-text.tsx'

export type Happening = { id: string; at: string; actor: { kind: string; name: string }; summary: string; more?: ReactNode }

/** What happened, when, and by whom or by Stripe; newest first. */
export function Timeline({ items }: { items: Happening[] }) {
  const { t } = useTranslation()
  if (items.length === 0) return <Text c="dimmed">{t('timeline.none')}</Text>
  return (
    <Line bulletSize={24} lineWidth={2} color="gray" active={-1}>
      {items.map((item) => (
        <Line.Item key={item.id} bullet={bulletOf(item.actor.kind)} title={<Text size="md">{item.summary}</Text>}>
          <Text size="xs" c="dimmed">
            <MomentText value={item.at} /> · <ByWhom actor={item.actor} />
          </Text>
          {item.more}
        </Line.Item>
      ))}
    </Line>
  )
}

function bulletOf(kind: string): ReactNode {
  if (kind === 'stripe') return <IconBrandStripe size={14} aria-hidden />
  return kind === 'system' ? <IconSettings size={14} aria-hidden /> : <IconUser size={14} aria-hidden />
}

function ByWhom({ actor }: { actor: Happening['actor'] }) {
  const { t } = useTranslation()
  if (actor.kind === 'stripe') return t('timeline.byStripe')
  return actor.kind === 'system' ? t('timeline.bySystem') : t('timeline.by', { name: actor.name })
}
