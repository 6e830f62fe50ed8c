// Runs in an iframe on the simulator's origin: fields on a page, with what is wrong with them beneath.
import { type Field, type FieldName, knownFields, type Problem, type Values } from './field-kinds.ts'

/** A form of some fields. */
export type Fields = {
  node: HTMLElement
  values(): Values
  /** What is wrong with them now; empty when nothing is. */
  problems(): Problem[]
  isEmpty(): boolean
  /** Puts what is wrong under each field. */
  show(): void
  /** Fills a field, if it is one of these. */
  set(name: string, value: string): void
  clear(): void
  focus(): void
  blur(): void
}

type Place = { row: HTMLElement; input: HTMLInputElement; note: HTMLElement }

function makePlace(name: string, { label, mode, fill, hint }: Field): Place {
  const row = document.createElement('div')
  row.className = `field ${name}`
  const caption = document.createElement('label')
  caption.htmlFor = name
  caption.textContent = label
  const input = document.createElement('input')
  Object.assign(input, {
    id: name,
    name,
    autocomplete: fill,
    inputMode: mode,
    placeholder: hint,
    type: mode === 'email' ? 'email' : 'text',
    spellcheck: false,
  })
  const note = document.createElement('p')
  note.id = `${name}-problem`
  note.className = 'problem'
  note.hidden = true
  note.setAttribute('role', 'alert')
  row.append(caption, input, note)
  return { row, input, note }
}

function tell({ input, note }: Place, wrong: Problem | null): void {
  note.hidden = !wrong
  note.textContent = wrong?.message ?? ''
  input.setAttribute('aria-invalid', String(Boolean(wrong)))
  if (wrong) input.setAttribute('aria-describedby', note.id)
  else input.removeAttribute('aria-describedby')
}

export type FieldsOptions = {
  /** Without visible labels, as the one-line card has it. */
  isBare: boolean
  /** The simulator's present moment. */
  now: Date
  onChange(): void
  onKey(event: KeyboardEvent): void
}

/** A form of some fields. @param lines names of fields, those of one line together. */
export function makeFields(lines: FieldName[][], { isBare, now, onChange, onKey }: FieldsOptions): Fields {
  const node = document.createElement('div')
  node.className = isBare ? 'fields bare' : 'fields'
  const places = new Map<FieldName, Place>()
  const values = (): Values => Object.fromEntries([...places].map(([name, { input }]) => [name, input.value]))
  const problemOf = (name: FieldName, { input }: Place): Problem | null => knownFields[name].check(input.value, values(), now)
  for (const line of lines) {
    const row = document.createElement('div')
    row.className = 'line'
    for (const name of line) {
      const field: Field = knownFields[name]
      const place = makePlace(name, field)
      const { input } = place
      input.addEventListener('input', (event) => {
        const isErasing = event instanceof InputEvent && event.inputType === 'deleteContentBackward'
        if (field.shape) input.value = field.shape(input.value, isErasing)
        tell(place, null)
        onChange()
      })
      input.addEventListener('keydown', onKey)
      input.addEventListener('blur', () => {
        if (input.value !== '') tell(place, problemOf(name, place))
      })
      places.set(name, place)
      row.append(place.row)
    }
    node.append(row)
  }
  const all = [...places.values()]
  return {
    node,
    values,
    problems: () => [...places].flatMap(([name, place]) => problemOf(name, place) ?? []),
    isEmpty: () => all.every(({ input }) => input.value === ''),
    show() {
      for (const [name, place] of places) tell(place, problemOf(name, place))
    },
    set(name, value) {
      const place = places.get(name as FieldName)
      if (place) place.input.value = value
    },
    clear() {
      for (const place of all) {
        place.input.value = ''
        tell(place, null)
      }
    },
    focus: () => all[0]?.input.focus(),
    blur() {
      for (const { input } of all) input.blur()
    },
  }
}
