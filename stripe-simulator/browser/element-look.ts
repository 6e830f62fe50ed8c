// Runs in an iframe on the simulator's origin: how an element looks, and what stands around its fields.

/** What the seller asks for, as far as it is understood. */
export type Appearance = { theme?: string; variables?: Record<string, unknown> }

const understood = [
  'colorPrimary',
  'colorBackground',
  'colorText',
  'colorDanger',
  'fontFamily',
  'fontSizeBase',
  'borderRadius',
  'spacingUnit',
]

/** Colours and shapes that the seller asks for, where they are understood. */
export function dress({ theme, variables = {} }: Appearance = {}): void {
  document.documentElement.dataset.theme = theme ?? 'stripe'
  for (const name of understood) {
    const value = variables[name]
    if (typeof value === 'string' && ['color', 'width', 'font-family'].some((property) => CSS.supports(property, value)))
      document.documentElement.style.setProperty(`--${name}`, value)
  }
}

/** What the buyer agrees to by paying from a bank account. */
export function agreement(): HTMLElement {
  const words = document.createElement('p')
  words.className = 'terms'
  words.textContent =
    'By continuing, you agree to authorize payments from this account. Here nothing is debited: this is a simulation.'
  return words
}

/** A choice among kinds of payment methods. @param choose is told the kind that the buyer takes. */
export function tabs(offered: string[], chosen: string, choose: (kind: string) => void): HTMLElement {
  const set = document.createElement('fieldset')
  set.className = 'tabs'
  const legend = document.createElement('legend')
  legend.textContent = 'Pay with'
  set.append(legend)
  for (const kind of offered) {
    const label = document.createElement('label')
    const radio = document.createElement('input')
    Object.assign(radio, { id: `kind-${kind}`, type: 'radio', name: 'kind', value: kind, checked: kind === chosen })
    radio.addEventListener('change', () => {
      choose(kind)
      document.getElementById(`kind-${kind}`)?.focus()
    })
    label.append(radio, kind === 'card' ? 'Card' : 'US bank account')
    set.append(label)
  }
  return set
}

/** The button of a form that has its own. */
export function payButton(pressed: () => void): HTMLElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'pay'
  button.textContent = 'Pay'
  button.addEventListener('click', pressed)
  return button
}
