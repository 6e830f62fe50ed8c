import { Button, Group, Skeleton } from '@mantine/core'
import { IconLeaf, IconZoomQuestion } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { WhyNot } from '../../parts/why-not.tsx'
import type { CatalogueSearch } from '../routes.tsx'
import classes from './catalogue.module.css'
import { Categories } from './categories.tsx'
import { CutOff } from './cut-off.tsx'
import { ProductCard } from './product-card.tsx'

const route = getRouteApi('/shop/')
const pageSize = 24
const skeletons = Array.from({ length: 12 }, (_, index) => index)

/** Everything the buyer may order, at their prices. */
export function CataloguePage() {
  const { t } = useTranslation('shop')
  const may = useMay()
  const asked = route.useSearch()
  const navigate = route.useNavigate()
  const change = (search: CatalogueSearch) => navigate({ search, replace: true, resetScroll: false })
  const list = useCatalogue(asked)
  const items = list.data?.pages.flatMap((page) => page.items)
  const first = list.data?.pages[0]
  const total = first?.categories
    .filter(({ name }) => asked.category === undefined || asked.category === name)
    .reduce((sum, { count }) => sum + count, 0)
  return (
    <>
      <PageHeader title={t('catalogue.title')} badges={<CutOff />} />
      {may('shop.order') ? null : (
        <Group mb="md">
          <WhyNot>{t('catalogue.mayNotOrder')}</WhyNot>
        </Group>
      )}
      <div className={classes.columns}>
        <div className={classes.side}>
          <div className={classes.search}>
            <SearchBox
              what={t('catalogue.what')}
              hint={t('catalogue.hint')}
              value={asked.search ?? ''}
              onChange={(search) => change({ ...asked, search: search || undefined })}
            />
          </div>
          <Categories
            categories={first?.categories}
            chosen={asked.category}
            onChoose={(category) => change({ ...asked, category })}
          />
        </div>
        <section aria-label={t('catalogue.title')}>
          {list.error && !items ? <ErrorState error={list.error} retry={list.refetch} /> : null}
          <p role="status" className={classes.found}>
            {total === undefined ? '' : t('catalogue.found', { count: total })}
          </p>
          {items?.length === 0 ? (
            <NothingFound asked={asked} showAll={() => change({})} />
          ) : (
            <ul className={classes.products} data-busy={list.isPlaceholderData || undefined} aria-busy={!items}>
              {items?.map((product) => <ProductCard key={product.id} product={product} />) ??
                (list.error
                  ? null
                  : skeletons.map((key) => (
                      <li key={key}>
                        <Skeleton className={classes.skeleton} />
                      </li>
                    )))}
            </ul>
          )}
          {list.hasNextPage ? (
            <Group justify="center" mt="lg">
              <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                {t('catalogue.more')}
              </Button>
            </Group>
          ) : null}
        </section>
      </div>
    </>
  )
}

function useCatalogue(asked: CatalogueSearch) {
  return useInfiniteQuery({
    queryKey: ['shop', 'catalogue', asked],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/shop/catalogue', {
          params: { query: { ...asked, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}

function NothingFound({ asked, showAll }: { asked: CatalogueSearch; showAll: () => void }) {
  const { t } = useTranslation('shop')
  if (!asked.search && !asked.category)
    return <EmptyState icon={IconLeaf} title={t('catalogue.empty')} text={t('catalogue.emptyText')} />
  return (
    <EmptyState
      icon={IconZoomQuestion}
      title={t('catalogue.nothing', { search: asked.search ?? asked.category ?? '' })}
      text={t('catalogue.nothingText')}
      action={
        <Button variant="default" onClick={showAll}>
          {t('catalogue.showAll')}
        </Button>
      }
    />
  )
}
