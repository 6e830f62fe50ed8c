import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { TextLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { FactList, Section } from '../../parts/section.tsx'
import { PageSkeleton } from '../../parts/skeletons.tsx'
import { WhyNot } from '../../parts/why-not.tsx'
import { ProductPicture } from '../picture/product-picture.tsx'
import { AddToCart } from './add-to-cart.tsx'
import { Availability } from './availability.tsx'
import classes from './catalogue.module.css'
import { CutOff } from './cut-off.tsx'

const route = getRouteApi('/shop/products/$productId')

/** One product at its size. */
export function ProductPage() {
  const { t } = useTranslation('shop')
  const may = useMay()
  const { productId } = route.useParams()
  const { data, error, refetch } = useQuery({
    queryKey: ['shop', 'product', productId],
    queryFn: () => answer(api.GET('/api/shop/products/{id}', { params: { path: { id: productId } } })),
  })
  if (error) return <ErrorState error={error} retry={refetch} />
  if (!data) return <PageSkeleton />
  const facts = [
    { label: t('catalogue.articleNumber'), value: data.sku },
    {
      label: t('catalogue.category'),
      value: (
        <TextLink to="/shop" search={{ category: data.category }}>
          {data.category}
        </TextLink>
      ),
    },
    { label: t('catalogue.unit'), value: data.unit },
    { label: t('catalogue.packSize'), value: t('catalogue.packSizeValue', { count: data.packSize }) },
  ]
  return (
    <>
      <PageHeader above={<TextLink to="/shop">{t('catalogue.back')}</TextLink>} title={data.name} subtitle={data.description} />
      <div className={classes.product}>
        <ProductPicture picture={data.picture} size="page" />
        <Stack gap="md">
          <Section>
            <Stack gap="sm">
              <Text fz={28} lh={1.2}>
                <Money value={data.price} strong />{' '}
                <span className={classes.unit}>{t('catalogue.perUnit', { unit: data.unit })}</span>
              </Text>
              <Availability product={data} />
              {may('shop.order') ? <AddToCart product={data} /> : <WhyNot>{t('catalogue.mayNotOrder')}</WhyNot>}
              <Group>
                <CutOff />
              </Group>
            </Stack>
          </Section>
          <Section>
            <FactList items={facts} />
          </Section>
        </Stack>
      </div>
    </>
  )
}
