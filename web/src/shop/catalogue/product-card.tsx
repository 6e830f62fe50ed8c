import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../../api/answers.ts'
import { useMay } from '../../api/session.ts'
import { Money } from '../../parts/money.tsx'
import { ProductPicture } from '../picture/product-picture.tsx'
import { AddToCart } from './add-to-cart.tsx'
import { Availability } from './availability.tsx'
import classes from './catalogue.module.css'

export type Product = Item<Answer<'/api/shop/catalogue'>>

/** One product: its drawing, price, unit, what is left, and a thumb's way into the cart. */
export function ProductCard({ product }: { product: Product }) {
  const { t } = useTranslation('shop')
  const may = useMay()
  const { id, name, sku, unit, price, picture } = product
  return (
    <li className={classes.card}>
      <ProductPicture picture={picture} />
      <div className={classes.about}>
        <h2 className={classes.productName}>
          <Link to="/shop/products/$productId" params={{ productId: id }} className={classes.productLink}>
            {name}
          </Link>
        </h2>
        <p className={classes.sku}>{sku}</p>
        <p className={classes.price}>
          <Money value={price} strong /> <span className={classes.unit}>{t('catalogue.perUnit', { unit })}</span>
        </p>
        <Availability product={product} />
      </div>
      {may('shop.order') ? <AddToCart product={product} /> : null}
    </li>
  )
}
