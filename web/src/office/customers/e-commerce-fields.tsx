import { Stack, Switch, Title } from '@mantine/core'
import type { ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/session.ts'
import { TextLink } from '../../parts/links.tsx'
import { WhyNot } from '../../parts/why-not.tsx'
import type { Customer } from './customer-page.tsx'

type Input = { checked?: boolean; onChange: (event: ChangeEvent<HTMLInputElement>) => void }
type Props = {
  standing: Customer['eCommerce']
  mayEdit: boolean
  payOnline: Input
  required: Input
  isOn: boolean
  /** Without "Pay online", "Payment required" cannot stay on. */
  onOff: () => void
}

/** How a customer may pay in the shop. What is not available says why, and leads to who can change it. */
export function ECommerceFields({ standing, mayEdit, payOnline, required, isOn, onOff }: Props) {
  const { t } = useTranslation('office')
  const may = useMay()
  // It can always be switched off; on only when Stripe is ready.
  const unavailable = !standing.payOnlineAvailable && !isOn
  const toStripe = may('stripe.manage') ? (
    <TextLink to="/office/setup/settings/integrations/stripe" inherit>
      {t('eCommerce.linkStripe')}
    </TextLink>
  ) : (
    t('eCommerce.askAdmin')
  )
  return (
    <Stack gap="md">
      <Title order={3}>{t('eCommerce.title')}</Title>
      {mayEdit ? null : <WhyNot>{t('form.readOnly', { who: t('role.who.customers.edit_e_commerce') })}</WhyNot>}
      <div>
        <Switch
          label={t('eCommerce.payOnline')}
          description={t('eCommerce.payOnlineHelp')}
          disabled={!mayEdit || unavailable}
          aria-describedby={standing.payOnlineUnavailableReason ? 'why-not-online' : undefined}
          checked={payOnline.checked ?? false}
          onChange={(event) => {
            payOnline.onChange(event)
            if (!event.currentTarget.checked) onOff()
          }}
        />
        {standing.payOnlineUnavailableReason ? (
          <div style={{ marginTop: 8, marginLeft: 48 }}>
            <WhyNot id="why-not-online" link={toStripe}>
              {standing.payOnlineUnavailableReason}
            </WhyNot>
          </div>
        ) : null}
      </div>
      <div>
        <Switch
          label={t('eCommerce.required')}
          description={t('eCommerce.requiredHelp')}
          disabled={!mayEdit || !isOn}
          checked={required.checked ?? false}
          onChange={required.onChange}
        />
        {mayEdit && !isOn && standing.payOnlineAvailable ? (
          <div style={{ marginTop: 8, marginLeft: 48 }}>
            <WhyNot>{t('eCommerce.requiredNeeds')}</WhyNot>
          </div>
        ) : null}
      </div>
    </Stack>
  )
}
