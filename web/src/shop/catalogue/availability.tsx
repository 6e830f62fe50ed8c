import { useTranslation } from 'react-i18next'
import classes from './catalogue.module.css'

/** From here down the number is worth a second look. */
const few = 10

/** What can still be promised, in words. */
export function Availability({ available }: { available: number }) {
  const { t } = useTranslation('shop')
  const state = available <= 0 ? 'none' : available <= few ? 'few' : 'enough'
  const words = { none: t('catalogue.soldOut'), few: t('catalogue.few', { count: available }), enough: '' }
  return (
    <p className={classes.available} data-state={state}>
      {words[state] || t('catalogue.available', { count: available })}
    </p>
  )
}
