import { Group, Kbd, Modal, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

/** A key that does something on the page as it is now. Without `run` it is only listed: somebody else listens for it. */
type Binding = { key: string; label: string; run?: () => void }

let bindings: readonly Binding[] = []
const told = new Set<() => void>()

function change(next: readonly Binding[]): void {
  bindings = next
  for (const each of told) each()
}

/**
 * Binds a key while the part that calls this is shown: `/`, `n`, `?`, an arrow. It does nothing while somebody types or a
 * dialog is open, and the list under `?` names it. Of two parts with one key the one that came last has it.
 *
 * @param run leave it out to list a key that something else listens for, such as Ctrl K; null: the key is not bound now.
 */
export function useKey(key: string, label: string, run?: (() => void) | null): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const listedOnly = run === undefined
  const off = run === null
  useEffect(() => {
    if (off) return
    const binding: Binding = { key, label, ...(listedOnly ? {} : { run: () => latest.current?.() }) }
    change([...bindings, binding])
    return () => change(bindings.filter((each) => each !== binding))
  }, [key, label, listedOnly, off])
}

/** Listens for all keys of a face, once, and lists them under `?`. Stands in each face's frame. */
export function Keys() {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  useKey('?', t('keys.list'), () => setOpened(true))
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isBusy(event.target)) return
      const binding = bindings.findLast((each) => each.run && each.key === event.key)
      if (!binding) return
      event.preventDefault()
      binding.run!()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title={<b>{t('keys.title')}</b>}
      closeButtonProps={{ 'aria-label': t('keys.close') }}
    >
      <KeyList />
    </Modal>
  )
}

/** Presses a key for somebody who has none: the list of keys from the menu. */
export function pressKey(key: string): void {
  bindings.findLast((each) => each.key === key)?.run?.()
}

function KeyList() {
  const listed = useSyncExternalStore(subscribe, () => bindings)
  const last = new Map(listed.map((each) => [each.key, each.label]))
  return (
    <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {[...last].map(([key, label]) => (
        <Group key={key} component="li" justify="space-between" wrap="nowrap">
          <Text size="sm">{label}</Text>
          <Kbd>{names[key] ?? key}</Kbd>
        </Group>
      ))}
    </Stack>
  )
}

const names: Partial<Record<string, string>> = { ArrowDown: '↓ ↑', 'Ctrl K': 'Ctrl K / ⌘ K' }

function subscribe(tell: () => void): () => void {
  told.add(tell)
  return () => told.delete(tell)
}

/** Somebody is typing, or looks at a dialog or an open menu: keys are theirs. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('input, textarea, select, [role="menu"], [role="listbox"]')) return true
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null
}
