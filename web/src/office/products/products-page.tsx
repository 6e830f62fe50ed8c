import { Text } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Answer, Item, Query } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'

type Product = Item<Answer<'/api/products'>>

/** What is sold, with the price of each list and what every location can still promise. */
export function ProductsPage() {
  const { t } = useTranslation('office')
  const first = useQuery({
    queryKey: ['product-columns'],
    queryFn: () => answer(api.GET('/api/products', { params: { query: { limit: 1 } } })),
    staleTime: 60_000,
  })
  const columns = useProductColumns(first.data?.items[0])
  // Columns and filters are known with the first answer; a table before that would change its shape under the reader.
  if (first.isPending) {
    return (
      <>
        <PageHeader title={t('products.title')} />
        <CardSkeleton height={480} />
      </>
    )
  }
  return (
    <>
      <PageHeader title={t('products.title')} />
      <DataTable<Product>
        name={t('products.title')}
        searchHint={t('products.hint')}
        queryKey={['products']}
        load={(query) => answer(api.GET('/api/products', { params: { query: query as Query<'/api/products'> } }))}
        columns={columns}
        rowId={(product) => product.id}
        filters={[
          {
            key: 'category',
            label: t('products.category'),
            options: (first.data?.categories ?? []).map(({ name, count }) => ({ value: name, label: `${name} (${count})` })),
          },
        ]}
        card={(product) => ({
          title: product.name,
          subtitle: `${product.sku} · ${product.unit}`,
          value: <Money value={product.prices[0]?.price ?? null} />,
          badges: <Text size="xs">{product.stock.map((each) => `${each.location.name} ${each.available}`).join(' · ')}</Text>,
        })}
        empty={<EmptyState icon={IconPackage} title={t('products.emptyTitle')} text={t('products.emptyText')} />}
      />
    </>
  )
}

/** One column per price list and per location; any product tells which there are. */
function useProductColumns(sample: Product | undefined): Column<Product>[] {
  const { t } = useTranslation('office')
  return [
    { key: 'sku', header: t('products.sku'), width: 134, sort: 'sku', render: (product) => product.sku },
    { key: 'name', header: t('products.name'), sort: 'name', render: (product) => <b>{product.name}</b> },
    { key: 'category', header: t('products.category'), width: 158, render: (product) => product.category },
    {
      key: 'unit',
      header: t('products.unit'),
      width: 124,
      render: (product) => product.unit,
    },
    ...(sample?.prices ?? []).map(
      ({ priceList }): Column<Product> => ({
        key: priceList.id,
        header: priceList.name,
        width: 116,
        align: 'right',
        render: (product) => <Money value={product.prices.find((each) => each.priceList.id === priceList.id)?.price ?? null} />,
      }),
    ),
    ...(sample?.stock ?? []).map(
      ({ location }): Column<Product> => ({
        key: location.id,
        header: location.name,
        width: 110,
        align: 'right',
        render: (product) => {
          const stock = product.stock.find((each) => each.location.id === location.id)
          return stock ? (
            <span title={`${t('products.onHand')} ${stock.onHand}, ${t('products.committed')} ${stock.committed}`}>
              {stock.available}
            </span>
          ) : (
            '–'
          )
        },
      }),
    ),
  ]
}
