import { Outlet } from '@tanstack/react-router'
import { addWords } from '../words/i18n.ts'
import { shopMessages } from './messages.en.ts'

addWords('shop', shopMessages)

export function ShopLayout() {
  return (
    <main id="main" tabIndex={-1}>
      <Outlet />
    </main>
  )
}
