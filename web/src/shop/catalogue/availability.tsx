import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { cartQuery } from '../cart/cart-query.ts'
import classes from './catalogue.module.css'

/** From here down the number is worth a second look. */
const few = 10

type Props = { product: { id: string; available: number } }

/** What can still be promised, in words, and how many of it are in the cart already. */
export function Availability({ product }: Props) {
  const { t } = useTranslation('shop')
  const { data: cart } = useQuery(cartQuery)
  const { id, available } = product
  const inCart = cart?.lines.find((line) => line.product.id === id)?.quantity ?? 0
  const state = available <= 0 ? 'none' : available <= few ? 'few' : 'enough'
  const words = {
    none: t('catalogue.soldOut'),
    few: t('catalogue.few', { count: available }),
    enough: t('catalogue.available', { count: available }),
  }
  return (
    <p className={classes.available} data-state={state}>
      {words[state]}
      {inCart > 0 ? <span className={classes.inCart}>{t('catalogue.inCart', { count: inCart })}</span> : null}
    </p>
  )
}
