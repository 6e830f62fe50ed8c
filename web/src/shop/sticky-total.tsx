import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Money as Amount } from '../api/answers.ts'
import { Money } from '../parts/money.tsx'
import classes from './two-columns.module.css'

type Props = { total: Amount; children: ReactNode }

/** The next step. On a phone it stays in sight above the navigation, with the total. */
export function StickyTotal({ total, children }: Props) {
  const { t } = useTranslation('shop')
  return (
    <div className={classes.next}>
      <div className={classes.nextTotal} aria-hidden>
        <span>{t('cart.total')}</span>
        <Money value={total} strong />
      </div>
      {children}
    </div>
  )
}
