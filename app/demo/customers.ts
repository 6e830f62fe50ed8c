import type { NewCustomer } from '../customers/shapes.ts'
import type { TermKind } from '../customers/terms.ts'

type Terms = readonly [kind: TermKind, days?: number, creditLimit?: number]
/** [name, contact, location, price list, terms (days, limit in whole dollars), street, city, region, postal code] */
type Row = readonly [string, string, 'MIA' | 'NYC', 'Standard' | 'Preferred', Terms, string, string, string, string]

const rows: readonly Row[] = [
  ['Petal & Stem', 'Petra Lind', 'MIA', 'Standard', ['cod'], '214 Ponce Circle', 'Coral Gables', 'FL', '33134'],
  ['Garden Gate Events', 'Gale Winters', 'NYC', 'Preferred', ['net', 30, 25_000], '88 Wythe Row', 'Brooklyn', 'NY', '11249'],
  ['Bloom & Vine', 'June Alder', 'MIA', 'Preferred', ['eom', 0, 18_000], '1420 Alton Court', 'Miami Beach', 'FL', '33139'],
  ['Old Mill Weddings', 'Miles Tanner', 'NYC', 'Preferred', ['net', 60, 40_000], '5 Millrace Lane', 'Beacon', 'NY', '12508'],
  [
    'Seaside Resorts',
    'Sandra Coast',
    'MIA',
    'Preferred',
    ['net', 90, 60_000],
    '900 Ocean Parade',
    'Fort Lauderdale',
    'FL',
    '33304',
  ],
  ['The Corner Florist', 'Conor Byrne', 'NYC', 'Standard', ['net', 15, 6_000], '311 Amsterdam Walk', 'New York', 'NY', '10023'],
  [
    'Magnolia House',
    'Maggie Noble',
    'MIA',
    'Standard',
    ['net', 30, 12_000],
    '77 Magnolia Street',
    'Coconut Grove',
    'FL',
    '33133',
  ],
  ['Stems on Fifth', 'Phil Stemmer', 'NYC', 'Standard', ['net', 30, 15_000], '509 Fifth Place', 'New York', 'NY', '10017'],
  ['Palm Court Hotel', 'Carla Palmer', 'MIA', 'Preferred', ['eom', 10, 30_000], '1 Palm Court', 'Palm Beach', 'FL', '33480'],
  ['Rosewater Studio', 'Rosa Waters', 'NYC', 'Standard', ['net', 15, 5_000], '62 Grand Alley', 'Jersey City', 'NJ', '07302'],
  ['Thistle and Thyme', 'Theo Marsh', 'NYC', 'Standard', ['net', 30, 1_500], '18 Hudson Bend', 'Hastings', 'NY', '10706'],
  ['Casa Flores', 'Camila Flores', 'MIA', 'Standard', ['cod'], '455 Calle Ocho', 'Miami', 'FL', '33135'],
  ['Daisy Chain Gifts', 'Daisy Cole', 'MIA', 'Standard', ['cod'], '23 Market Lane', 'Hialeah', 'FL', '33010'],
  ['Evergreen Chapel', 'Eve Green', 'NYC', 'Standard', ['net', 30, 8_000], '700 Chapel Road', 'Yonkers', 'NY', '10701'],
  [
    'Hudson Valley Blooms',
    'Harvey Bloom',
    'NYC',
    'Preferred',
    ['eom', 0, 20_000],
    '40 River Street',
    'Poughkeepsie',
    'NY',
    '12601',
  ],
  ['Orchid Lane', 'Olga Lane', 'MIA', 'Standard', ['prepaid'], '9 Orchid Lane', 'Homestead', 'FL', '33030'],
  ['Sunrise Grocers', 'Sunny Rao', 'MIA', 'Preferred', ['net', 15, 22_000], '1500 Sunrise Way', 'Plantation', 'FL', '33322'],
  ['Ivy & Oak', 'Ivy Okafor', 'NYC', 'Standard', ['cod'], '12 Oak Terrace', 'Montclair', 'NJ', '07042'],
  ['Wild Poppy', 'Poppy Wilde', 'NYC', 'Standard', ['prepaid'], '230 Poppy Street', 'Queens', 'NY', '11101'],
  ['First Impressions Decor', 'Frances Imre', 'MIA', 'Standard', ['net', 30, 9_000], '66 Biscayne Row', 'Miami', 'FL', '33132'],
  [
    'Grand Avenue Flowers',
    'Grant Avery',
    'NYC',
    'Standard',
    ['net', 30, 10_000],
    '801 Grand Avenue',
    'Staten Island',
    'NY',
    '10301',
  ],
  ['Lotus Yoga & Spa', 'Lena Sato', 'MIA', 'Standard', ['cod'], '31 Lotus Plaza', 'Aventura', 'FL', '33180'],
  ['Maple Street Market', 'Mabel Stone', 'NYC', 'Standard', ['net', 15, 7_500], '5 Maple Street', 'White Plains', 'NY', '10601'],
  ['Nightingale Catering', 'Nina Gale', 'MIA', 'Standard', ['prepaid'], '119 Catering Court', 'Doral', 'FL', '33172'],
  ['Parkside Funeral Home', 'Peter Parks', 'NYC', 'Preferred', ['net', 30, 14_000], '2 Parkside', 'Bronx', 'NY', '10467'],
  ['Queen Bee Flowers', 'Bea Queen', 'MIA', 'Standard', ['cod'], '600 Honey Road', 'Kendall', 'FL', '33176'],
  ['Silver Bell Weddings', 'Bella Silver', 'NYC', 'Standard', ['net', 30, 11_000], '14 Bell Court', 'Stamford', 'CT', '06901'],
  ['Tropic Bay Inn', 'Troy Bayard', 'MIA', 'Standard', ['net', 30, 9_500], '3 Tropic Bay', 'Key Largo', 'FL', '33037'],
  ['Urban Meadow', 'Una Mead', 'NYC', 'Standard', ['cod'], '77 Meadow Loft', 'Hoboken', 'NJ', '07030'],
  ['Violet & Co', 'Violet Hart', 'MIA', 'Standard', ['net', 15, 4_000], '20 Violet Drive', 'Boca Raton', 'FL', '33432'],
]

export type DemoCustomer = Omit<NewCustomer, 'locationId' | 'priceListId'> & { location: string; priceList: string }

/** Thirty customers on every kind of terms. */
export const demoCustomers: DemoCustomer[] = rows.map((row, index) => {
  const [name, contactName, location, priceList, [terms, termsDays = 0, creditLimit], line1, city, region, postalCode] = row
  const domain = name
    .toLowerCase()
    .replaceAll('&', 'and')
    .replaceAll(/[^a-z]/g, '')
  const address = { label: 'Shop', line1, line2: '', city, region, postalCode, country: 'US', isDefault: true }
  const second = { ...address, label: 'Workroom', line2: 'Rear entrance', isDefault: false }
  return {
    name,
    contactName,
    email: `orders@${domain}.example`,
    phone: `+1 555 01${String(index).padStart(2, '0')}`,
    location,
    priceList,
    terms,
    termsDays,
    creditLimitMinor: creditLimit === undefined ? null : creditLimit * 100,
    addresses: index % 3 === 0 ? [address, second] : [address],
  }
})
