import { ActionIcon, Group, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy, IconExternalLink } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './copy-id.module.css'

type Props = {
  value: string | null
  /** What it is, for the button's name: "charge id". */
  what: string
  /** Its page in Stripe's dashboard. */
  href?: string | null
}

/** An id as people meet it elsewhere: copies with a click, and leads to Stripe when it lives there. */
export function CopyId({ value, what, href }: Props) {
  const { t } = useTranslation()
  const clipboard = useClipboard({ timeout: 1500 })
  if (!value) return <span>–</span>
  return (
    <Group gap={2} wrap="nowrap" display="inline-flex" maw="100%">
      <button
        type="button"
        className={classes.id}
        title={value}
        aria-label={t('copy', { what: `${what} ${value}` })}
        onClick={() => clipboard.copy(value)}
      >
        <span className={classes.text}>{value}</span>
        {clipboard.copied ? (
          <IconCheck size={14} color="var(--mantine-color-leaf-6)" />
        ) : (
          <IconCopy size={14} className={classes.icon} />
        )}
      </button>
      <span className={classes.said} aria-live="polite">
        {clipboard.copied ? t('copied') : ''}
      </span>
      {href ? (
        <Tooltip label={t('openAtStripe')}>
          <ActionIcon component="a" href={href} target="_blank" rel="noreferrer" size="sm" aria-label={t('openAtStripe')}>
            <IconExternalLink size={14} />
          </ActionIcon>
        </Tooltip>
      ) : null}
    </Group>
  )
}
