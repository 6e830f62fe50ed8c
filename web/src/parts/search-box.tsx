import { CloseButton, Kbd, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKey } from './keys.tsx'

type Props = {
  /** What is searched, for the field's name: "orders". */
  what: string
  /** What one may type: "Number, customer, PO number". */
  hint?: string
  value: string
  onChange: (search: string) => void
  /** Arrow down leaves for the results. */
  onLeave?: () => void
}

const pauseMs = 200

/** Searches as one types; `/` comes here from anywhere on the page. */
export function SearchBox({ what, hint, value, onChange, onLeave }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const settled = useRef(value)
  const tell = useDebouncedCallback((search: string) => {
    settled.current = search
    onChange(search)
  }, pauseMs)
  useEffect(() => {
    // The address changed under us (back button, cleared filters), not by typing here.
    if (value !== settled.current) {
      settled.current = value
      setText(value)
    }
  }, [value])
  useKey('/', t('keys.search', { what }), () => input.current?.focus())
  const change = (search: string) => {
    setText(search)
    tell(search.trim())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' && onLeave) {
      event.preventDefault()
      onLeave()
    }
    if (event.key === 'Escape') change('')
  }
  return (
    <TextInput
      ref={input}
      type="search"
      role="searchbox"
      aria-label={t('list.searchIn', { what })}
      placeholder={hint ?? t('list.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text ? <CloseButton size="sm" aria-label={t('list.clear')} onClick={() => change('')} /> : <Kbd size="xs">/</Kbd>
      }
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      maxLength={100}
      flex="1 1 240px"
      maw={420}
    />
  )
}
