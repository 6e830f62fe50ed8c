import { Loader, Overlay, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

type Leave = (orderId: string, url: string) => void
const LeaveContext = createContext<Leave | null>(null)

/**
 * Goes to Stripe's page for an order. The order's own page takes the place of this one in the browser's history, so that the
 * back button on Stripe's page ends at "Your order is safe" and not at a checkout without a cart.
 */
export function useLeaveForStripe(): Leave {
  const leave = useContext(LeaveContext)
  if (!leave) throw new Error('outside of the shop')
  return leave
}

export function LeavingForStripe({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shop')
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [leaving, setLeaving] = useState(false)
  useEffect(() => {
    // The browser brings this page back as it was left: with the curtain closed, and with facts that may be old.
    const onReturn = (event: PageTransitionEvent) => {
      if (!event.persisted) return
      setLeaving(false)
      queryClient.invalidateQueries({ queryKey: ['shop'] })
    }
    window.addEventListener('pageshow', onReturn)
    return () => window.removeEventListener('pageshow', onReturn)
  }, [queryClient])
  const leave = useCallback<Leave>(
    async (orderId, url) => {
      setLeaving(true)
      await navigate({
        to: '/shop/orders/$orderId',
        params: { orderId },
        search: { back: '1' },
        replace: true,
        ignoreBlocker: true,
      })
      window.location.assign(url)
    },
    [navigate],
  )
  return (
    <LeaveContext value={leave}>
      {children}
      {leaving ? (
        <Overlay fixed zIndex={500} color="var(--florin-ground)" backgroundOpacity={1} center>
          <Stack align="center" gap="sm" role="status">
            <Loader />
            <Text fw={550}>{t('pay.leaving')}</Text>
          </Stack>
        </Overlay>
      ) : null}
    </LeaveContext>
  )
}
