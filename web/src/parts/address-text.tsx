import { Text } from '@mantine/core'
import { countryWords } from '../words/country-words.ts'

type Props = { address: { lines: string[]; country: string } }

/** An address as its own country writes it, with the country in the reader's language. */
export function AddressText({ address }: Props) {
  return (
    <Text component="address" inherit fs="normal" style={{ whiteSpace: 'pre-line' }}>
      {[...address.lines, countryWords(address.country)].join('\n')}
    </Text>
  )
}
