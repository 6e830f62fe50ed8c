type Address = { line1: string; line2: string; city: string; region: string; postalCode: string; country: string }

/** An address as it stands on a label. */
export function addressLines({ line1, line2, city, region, postalCode, country }: Address): string[] {
  const place = [city, [region, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  return [line1, line2, `${place} · ${country}`].filter(Boolean)
}
