import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { knowsPasskeys, signInWithPasskey, wasDismissed } from '../api/passkey.ts'
import { FormError } from './form-parts.tsx'

type Props = { label: string; primary?: boolean; onEntered: () => Promise<void> }

/** Signs in with a passkey, alone or after the password; absent where the browser knows none. */
export function PasskeyButton({ label, primary = false, onEntered }: Props) {
  const { t } = useTranslation('signIn')
  const signIn = useMutation({
    mutationFn: async () => {
      await signInWithPasskey()
      await onEntered()
    },
    meta: { shown: true },
  })
  if (!knowsPasskeys) return null
  return (
    <>
      <Button
        size="md"
        fullWidth
        variant={primary ? 'filled' : 'default'}
        leftSection={<IconFingerprint size={18} aria-hidden />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
      >
        {label}
      </Button>
      <FormError title={t('signIn.failed')} error={wasDismissed(signIn.error) ? null : signIn.error} />
    </>
  )
}
