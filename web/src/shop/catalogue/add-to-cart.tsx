import { Button, VisuallyHidden } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { IconCheck, IconShoppingCartPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { firstClick } from '../../parts/first-click.ts'
import { cartQuery, useSetQuantity } from '../cart/cart-query.ts'
import { QuantityStepper, quantityMax } from '../quantity-stepper.tsx'
import classes from './catalogue.module.css'
import type { Product } from './product-card.tsx'

const doneShownMs = 1_600

/** How many, and into the cart with them; says how many are there already. */
export function AddToCart({ product }: { product: Product }) {
  const { t } = useTranslation('shop')
  const [wanted, setWanted] = useState(1)
  const [done, setDone] = useState(false)
  const { data: cart } = useQuery(cartQuery)
  const set = useSetQuantity()
  const { start } = useTimeout(() => setDone(false), doneShownMs)
  const inCart = cart?.lines.find((line) => line.product.id === product.id)?.quantity ?? 0
  const soldOut = product.available <= 0
  const add = () => {
    if (set.isPending) return
    const quantity = Math.min(quantityMax, inCart + wanted)
    set.mutate(
      { productId: product.id, quantity },
      {
        onSuccess: () => {
          setDone(true)
          setWanted(1)
          start()
        },
      },
    )
  }
  return (
    <div className={classes.add}>
      <QuantityStepper product={product.name} value={wanted} onChange={setWanted} disabled={soldOut} />
      <Button
        className={classes.addButton}
        h="auto"
        px="xs"
        leftSection={done ? <IconCheck size={16} aria-hidden /> : <IconShoppingCartPlus size={16} aria-hidden />}
        aria-label={t('catalogue.addOne', { product: product.name })}
        disabled={soldOut || !cart}
        loading={set.isPending}
        onClick={firstClick(add)}
      >
        {t('catalogue.add')}
      </Button>
      <VisuallyHidden role="status">
        {done ? t('catalogue.addedSaid', { count: inCart, product: product.name }) : ''}
      </VisuallyHidden>
    </div>
  )
}
