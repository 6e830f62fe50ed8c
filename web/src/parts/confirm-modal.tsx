import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

type Props = {
  opened: boolean
  onClose: () => void
  title: string
  /** What will happen, before the button. */
  text: ReactNode
  /** The button says what it does: "Void order". */
  confirm: string
  danger?: boolean
  /** Asks for a reason of at least so many letters. */
  reasonMin?: number
  busy: boolean
  error: Error | null
  onConfirm: (reason: string) => void
}

/** Asks before something that cannot be taken back, with a reason where the audit trail needs one. */
export function ConfirmModal(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={<b>{props.title}</b>}>
      <Asked {...props} />
    </Modal>
  )
}

/** Inside the modal, so that a reason typed once is gone the next time it opens. */
function Asked({ text, confirm, danger = false, reasonMin, busy, error, onClose, onConfirm }: Props) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [tooShort, setTooShort] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const short = reasonMin !== undefined && reason.trim().length < reasonMin
    setTooShort(short)
    if (!short) onConfirm(reason.trim())
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text component="div">{text}</Text>
        {reasonMin === undefined ? null : (
          <Textarea
            label={t('reason.label')}
            description={t('reason.help')}
            error={tooShort ? t('reason.tooShort', { count: reasonMin }) : null}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={300}
            required
            data-autofocus
          />
        )}
        {error ? (
          <Alert color="red" role="alert">
            {error.message}
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" color={danger ? 'red.9' : undefined} loading={busy}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
