import { Outlet } from '@tanstack/react-router'
import { addWords } from '../words/i18n.ts'
import { officeMessages } from './messages.en.ts'

addWords('office', officeMessages)

export function OfficeLayout() {
  return (
    <main id="main" tabIndex={-1}>
      <Outlet />
    </main>
  )
}
