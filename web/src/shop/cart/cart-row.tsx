import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { firstClick } from '../../parts/first-click.ts'
import { Money } from '../../parts/money.tsx'
import { WhyNot } from '../../parts/why-not.tsx'
import { moneyWords } from '../../words/money-words.ts'
import { ProductPicture } from '../picture/product-picture.tsx'
import { QuantityStepper } from '../quantity-stepper.tsx'
import classes from './cart.module.css'
import { type CartLine, useSetQuantity } from './cart-query.ts'

/** A thumb taps several times; one request follows the last tap. */
const pauseMs = 350

/** One line of the cart: how many, what it comes to, and what is wrong with it in words. */
export function CartRow({ line }: { line: CartLine }) {
  const { t } = useTranslation('shop')
  const { product, problem } = line
  const set = useSetQuantity()
  const [wanted, setWanted] = useState(line.quantity)
  const send = useDebouncedCallback((quantity: number) => set.mutate({ productId: product.id, quantity }), {
    delay: pauseMs,
    flushOnUnmount: true,
  })
  // The server's word counts once nothing is on its way to it.
  useEffect(() => setWanted(line.quantity), [line.quantity])
  const change = (quantity: number) => {
    if (quantity === wanted) return
    setWanted(quantity)
    send(quantity)
  }
  const remove = () => set.mutate({ productId: product.id, quantity: 0 })
  const canTakeRest = problem !== null && product.available > 0 && product.available < line.quantity
  return (
    <li className={classes.row} data-problem={problem !== null || undefined}>
      <ProductPicture picture={product.picture} size="tile" />
      <div className={classes.about}>
        <Link to="/shop/products/$productId" params={{ productId: product.id }} className={classes.name}>
          {product.name}
        </Link>
        <span className={classes.each}>
          {t('cart.each', { price: moneyWords(line.unitPrice), unit: product.unit })} · {product.sku}
        </span>
        {problem ? (
          <Group gap="xs">
            <WhyNot>{problem}</WhyNot>
            {canTakeRest ? (
              <Button size="compact-xs" variant="default" onClick={() => change(product.available)}>
                {t('cart.takeWhatIsLeft', { count: product.available })}
              </Button>
            ) : null}
          </Group>
        ) : null}
      </div>
      <QuantityStepper product={product.name} value={wanted} onChange={change} />
      <span className={classes.amount} data-old={wanted !== line.quantity || undefined}>
        <Money value={line.amount} bare strong />
      </span>
      <ActionIcon
        className={classes.remove}
        size="lg"
        aria-label={t('cart.remove', { product: product.name })}
        onClick={remove}
        loading={set.isPending && set.variables.quantity === 0}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </li>
  )
}

/** A line that was taken out keeps its place, so that the next one does not slide under the finger, and comes back with a click. */
export function RemovedRow({ line }: { line: CartLine }) {
  const { t } = useTranslation('shop')
  const { product } = line
  const set = useSetQuantity()
  return (
    <li className={classes.row} data-removed>
      <ProductPicture picture={product.picture} size="tile" />
      <div className={classes.about}>
        <Text c="dimmed" role="status">
          {t('cart.removed', { product: product.name })}
        </Text>
      </div>
      <Button
        variant="default"
        size="xs"
        aria-label={t('cart.putBackNamed', { product: product.name })}
        loading={set.isPending}
        onClick={firstClick(() => set.mutate({ productId: product.id, quantity: line.quantity }))}
      >
        {t('cart.putBack')}
      </Button>
    </li>
  )
}
