import { Outlet } from '@tanstack/react-router'
import { addWords } from '../words/i18n.ts'
import { operatorMessages } from './messages.en.ts'

addWords('operator', operatorMessages)

export function OperatorLayout() {
  return (
    <main id="main" tabIndex={-1}>
      <Outlet />
    </main>
  )
}
