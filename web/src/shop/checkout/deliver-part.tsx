import { Radio, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { addressLines } from '../address-lines.ts'
import classes from './checkout.module.css'
import type { Checkout } from './checkout-query.ts'
import { Choice } from './choice.tsx'
import { Part } from './part.tsx'
import type { Draft } from './use-checkout-draft.ts'

export type PartProps = { checkout: Checkout; draft: Draft; change: (changed: Partial<Draft>) => void }

/** Where the goods go, and what the buyer's own papers call this order. */
export function DeliverPart({ checkout, draft, change }: PartProps) {
  const { t } = useTranslation('shop')
  return (
    <Part number={1} title={t('checkout.deliver')}>
      <Radio.Group label={t('checkout.shipTo')} value={draft.shipToId} onChange={(shipToId) => change({ shipToId })}>
        <div className={classes.choices} data-columns="2">
          {checkout.addresses.map((address) => (
            <Choice key={address.id} value={address.id} label={address.label}>
              {addressLines(address).map((line) => (
                <span key={line} className={classes.line}>
                  {line}
                </span>
              ))}
            </Choice>
          ))}
        </div>
      </Radio.Group>
      <TextInput
        label={t('checkout.poNumber')}
        description={t('checkout.poNumberHelp')}
        value={draft.poNumber}
        onChange={(event) => change({ poNumber: event.currentTarget.value })}
        maxLength={60}
        autoComplete="off"
        maw={320}
      />
      <Textarea
        label={t('checkout.note')}
        description={t('checkout.noteHelp')}
        value={draft.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        maxLength={500}
        autosize
        minRows={2}
        maxRows={6}
      />
    </Part>
  )
}
