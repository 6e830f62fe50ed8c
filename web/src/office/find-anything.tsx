import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import {
  IconBuildingStore,
  IconCreditCard,
  IconFileInvoice,
  IconPackage,
  IconSearch,
  IconShoppingCart,
} from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type LinkOptions, linkOptions, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../api/answers.ts'
import { answer, api } from '../api/client.ts'
import { useMay } from '../api/session.ts'
import { useKey } from '../parts/keys.tsx'
import { moneyWords } from '../words/money-words.ts'

type Found = Item<Answer<'/api/search'>>

const pauseMs = 150
const icons = {
  customer: IconBuildingStore,
  order: IconShoppingCart,
  payment: IconCreditCard,
  invoice: IconFileInvoice,
  product: IconPackage,
}
const pages = [
  { key: 'nav.home', permission: 'office.enter', link: linkOptions({ to: '/office' }) },
  { key: 'nav.orders', permission: 'orders.read', link: linkOptions({ to: '/office/orders' }) },
  { key: 'nav.shipping', permission: 'orders.ship', link: linkOptions({ to: '/office/shipping' }) },
  { key: 'nav.invoices', permission: 'invoices.read', link: linkOptions({ to: '/office/receivables/invoices' }) },
  { key: 'nav.payments', permission: 'payments.read', link: linkOptions({ to: '/office/receivables/payments' }) },
  { key: 'nav.differences', permission: 'payments.read', link: linkOptions({ to: '/office/receivables/differences' }) },
  { key: 'nav.customers', permission: 'customers.read', link: linkOptions({ to: '/office/customers' }) },
  { key: 'nav.products', permission: 'products.read', link: linkOptions({ to: '/office/products' }) },
  { key: 'setup.company', permission: 'company.manage', link: linkOptions({ to: '/office/setup/company' }) },
  { key: 'setup.people', permission: 'people.manage', link: linkOptions({ to: '/office/setup/people' }) },
  { key: 'nav.mails', permission: 'mails.manage', link: linkOptions({ to: '/office/setup/mails' }) },
  { key: 'stripe.title', permission: 'stripe.manage', link: linkOptions({ to: '/office/setup/settings/integrations/stripe' }) },
] as const

/** Ctrl/⌘-K: finds a customer, an order, a payment, a charge id, the last four of a card, or a page. */
export function FindAnything() {
  const { t } = useTranslation('office')
  const may = useMay()
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  useKey('Ctrl K', t('find.button'))
  const [asked] = useDebouncedValue(query.trim(), pauseMs)
  const found = useQuery({
    queryKey: ['search', asked],
    queryFn: () => answer(api.GET('/api/search', { params: { query: { q: asked } } })),
    enabled: asked.length >= 2,
    placeholderData: keepPreviousData,
  })
  const items = asked.length >= 2 ? (found.data?.items ?? []) : []
  const kinds = Map.groupBy(items, (item) => item.kind)
  const wanted = folded(query.trim())
  const shownPages = pages.filter((page) => may(page.permission) && folded(t(page.key)).includes(wanted))
  const go = (link: LinkOptions) => navigate(link)
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      scrollable
      maxHeight={440}
      centered={false}
      attributes={{ content: { 'aria-label': t('find.button') } }}
    >
      <Spotlight.Search
        placeholder={t('find.placeholder')}
        aria-label={t('find.button')}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {[...kinds].map(([kind, group]) => (
          <Spotlight.ActionsGroup key={kind} label={t(`find.kinds.${kind}`)}>
            {group.map((item) => {
              const Icon = icons[item.kind]
              return (
                <Spotlight.Action
                  key={item.id}
                  label={t(`find.names.${item.kind}`, { name: item.name })}
                  description={describe(item)}
                  leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                  onClick={() => go(linkOf(item))}
                />
              )
            })}
          </Spotlight.ActionsGroup>
        ))}
        {shownPages.length > 0 ? (
          <Spotlight.ActionsGroup label={t('find.pages')}>
            {shownPages.map((page) => (
              <Spotlight.Action key={page.key} label={t(page.key)} onClick={() => go(page.link)} />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {items.length + shownPages.length === 0 ? (
          <Spotlight.Empty>{asked.length < 2 ? t('find.hint') : t('find.nothing', { query: asked })}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** "Petal & Stem · 412.50 USD · ·· 4242": whatever is known of it. */
function describe({ of, amount, cardLast4 }: Found): string {
  return [of, amount && moneyWords(amount), cardLast4 && `·· ${cardLast4}`].filter(Boolean).join(' · ')
}

/** As the server compares: without capitals and accents. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

function linkOf({ kind, id, name }: Found): LinkOptions {
  switch (kind) {
    case 'customer':
      return { to: '/office/customers/$id', params: { id } }
    case 'order':
      return { to: '/office/orders/$id', params: { id } }
    case 'payment':
      return { to: '/office/receivables/payments/$id', params: { id } }
    case 'invoice':
      return { to: '/office/receivables/invoices/$id', params: { id } }
    case 'product':
      return { to: '/office/products', search: { search: name } }
  }
}
