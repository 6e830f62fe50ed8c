import type { SameKeys } from '../catalogue.ts'
import type { addresses as english } from '../en/addresses.ts'

export const addresses: SameKeys<typeof english> = {
  'city-needed': 'Escriba la ciudad.',
  'country-mistaken': 'Ningún país tiene el código {{code}}; use {{meant}}.',
  'country-unknown': 'Elija el país: dos letras de ISO 3166, por ejemplo US.',
  'postal-code-needed': 'Escriba el código postal, por ejemplo {{example}}.',
  'postal-code-odd': 'Un código postal de este país se parece a {{example}}.',
  'region-needed': 'Escriba el estado, la provincia o la región: las direcciones de este país lo necesitan.',
  'street-needed': 'Escriba la calle.',
}
