// Part of the stand-in for Stripe.js that runs in the seller's page: a page of the simulator in a dialog over the seller's.
import { openPage } from './frame.ts'

const look = {
  padding: '0',
  border: '0',
  borderRadius: '14px',
  width: 'min(480px, calc(100vw - 24px))',
  maxHeight: '92vh',
  overflow: 'hidden',
}

/**
 * Shows a page of the simulator in a dialog; resolves when the page says that the buyer is done.
 *
 * @param path of the page; @param title of its frame, @param label of the dialog, both for screen readers.
 */
export function dialogOver(path: string, title: string, label: string): Promise<void> {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog')
    dialog.setAttribute('aria-label', label)
    Object.assign(dialog.style, look)
    // The answer is in the page itself; leaving without one would leave the payment waiting.
    dialog.addEventListener('cancel', (event) => event.preventDefault())
    document.body.append(dialog)
    const onDone = (): void => {
      page.remove()
      dialog.close()
      dialog.remove()
      resolve()
    }
    const page = openPage(dialog, path, { title, onDone, heightMax: look.maxHeight })
    dialog.showModal()
  })
}
