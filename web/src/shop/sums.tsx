import { useTranslation } from 'react-i18next'
import type { Money as Amount } from '../api/answers.ts'
import { Money } from '../parts/money.tsx'
import classes from './two-columns.module.css'

type Props = { sums: { goods: Amount; freight: Amount; tax: Amount; total: Amount } }

/** What goods, freight and tax come to. */
export function Sums({ sums }: Props) {
  const { t } = useTranslation('shop')
  const parts = ['goods', 'freight', 'tax'] as const
  return (
    <dl className={classes.sums}>
      {parts.map((part) => (
        <div key={part}>
          <dt>{t(`cart.${part}`)}</dt>
          <dd>
            <Money value={sums[part]} bare />
          </dd>
        </div>
      ))}
      <div className={classes.total}>
        <dt>{t('cart.total')}</dt>
        <dd>
          <Money value={sums.total} strong />
        </dd>
      </div>
    </dl>
  )
}
