import { useNavigate, useSearch } from '@tanstack/react-router'

/** The state of a list as its address carries it: plain text by name. */
export type ListAddress = { [name: string]: string | undefined }

/** `validateSearch` of a route that shows a list. */
export function listSearch(search: Record<string, unknown>): ListAddress {
  return Object.fromEntries(Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** Reads and changes the list's state in the address; a change replaces the entry of the browser's history. */
export function useListAddress(): [ListAddress, (change: ListAddress) => void] {
  const address = useSearch({ strict: false }) as ListAddress
  const navigate = useNavigate()
  const change = (changed: ListAddress) => {
    navigate({
      to: '.',
      search: ((before: ListAddress) => ({ ...before, ...changed })) as never,
      replace: true,
      resetScroll: false,
    })
  }
  return [address, change]
}
