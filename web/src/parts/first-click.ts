import type { MouseEvent } from 'react'

/** Does something at a click, and nothing more at the second click of a double click. */
export function firstClick(act: () => void): (event: MouseEvent) => void {
  return (event) => {
    if (event.detail < 2) act()
  }
}
