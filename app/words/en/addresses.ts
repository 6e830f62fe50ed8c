/** What is wrong with an address, part by part. */
export const addresses = {
  'city-needed': 'Write the city.',
  'country-mistaken': 'No country has the code {{code}}; use {{meant}}.',
  'country-unknown': 'Choose the country: two letters of ISO 3166, such as US.',
  'postal-code-needed': 'Write the postal code, such as {{example}}.',
  'postal-code-odd': 'A postal code of this country looks like {{example}}.',
  'region-needed': 'Write the state, province or region: addresses of this country need it.',
  'street-needed': 'Write the street.',
} as const
