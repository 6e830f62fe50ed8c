import { Stack } from '@mantine/core'
import {
  IconBuildingStore,
  IconHome,
  IconPackage,
  IconReceipt2,
  IconSettings,
  IconShoppingCart,
  IconTruckDelivery,
  type TablerIcon,
} from '@tabler/icons-react'
import { useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Permission } from '../api/answers.ts'
import { useMay } from '../api/session.ts'
import { SideLink } from '../parts/links.tsx'

const setupPermissions: Permission[] = ['company.manage', 'people.manage', 'customers.edit', 'stripe.manage']

/** The main navigation; it holds only what the role may open. */
export function Navigation() {
  const { t } = useTranslation('office')
  const may = useMay()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const icon = (Icon: TablerIcon) => <Icon size={18} stroke={1.7} aria-hidden />
  const exact = { exact: true }
  return (
    <Stack component="nav" aria-label={t('nav.label')} gap={2}>
      <SideLink to="/office" activeOptions={exact} label={t('nav.home')} leftSection={icon(IconHome)} />
      {may('orders.read') ? <SideLink to="/office/orders" label={t('nav.orders')} leftSection={icon(IconShoppingCart)} /> : null}
      {may('orders.ship') ? (
        <SideLink to="/office/shipping" label={t('nav.shipping')} leftSection={icon(IconTruckDelivery)} />
      ) : null}
      {may('invoices.read') ? (
        <>
          <SideLink
            to="/office/receivables"
            activeOptions={exact}
            label={t('nav.receivables')}
            leftSection={icon(IconReceipt2)}
          />
          {path.startsWith('/office/receivables') ? (
            <Stack gap={2} pl={28}>
              <SideLink to="/office/receivables/invoices" label={t('nav.invoices')} />
              <SideLink to="/office/receivables/payments" label={t('nav.payments')} />
              <SideLink to="/office/receivables/differences" label={t('nav.differences')} />
            </Stack>
          ) : null}
        </>
      ) : null}
      {may('customers.read') ? (
        <SideLink to="/office/customers" label={t('nav.customers')} leftSection={icon(IconBuildingStore)} />
      ) : null}
      {may('products.read') ? <SideLink to="/office/products" label={t('nav.products')} leftSection={icon(IconPackage)} /> : null}
      {setupPermissions.some(may) ? (
        <SideLink to="/office/setup" label={t('nav.setup')} leftSection={icon(IconSettings)} />
      ) : null}
    </Stack>
  )
}
