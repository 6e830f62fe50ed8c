import type { Role } from '../identity/permissions.ts'

export type DemoPerson = { email: string; name: string; who: string; roles: readonly Role[]; customer?: string }
export type DemoCompany = 'florin-platform' | 'lily-crown' | 'harbour-greens'

const orders: readonly Role[] = ['buyer_orders']
const ordersAndPays: readonly Role[] = ['buyer_orders', 'buyer_pays']

/** Who can sign in to the demo, company by company, in the order the log-ins are printed. */
export const demoPeople: Record<DemoCompany, readonly DemoPerson[]> = {
  'lily-crown': [
    { email: 'admin@lilyandcrown.example', name: 'Ada Crown', who: 'Administrator', roles: ['admin'] },
    { email: 'receivables@lilyandcrown.example', name: 'Rita Moss', who: 'Receivables (A/R)', roles: ['receivables'] },
    { email: 'credit@lilyandcrown.example', name: 'Carl Stone', who: 'Credit manager', roles: ['credit_manager'] },
    { email: 'sales@lilyandcrown.example', name: 'Sam Field', who: 'Sales', roles: ['sales'] },
    { email: 'warehouse@lilyandcrown.example', name: 'Wanda Dock', who: 'Warehouse', roles: ['warehouse'] },
    { email: 'readonly@lilyandcrown.example', name: 'Nora Glass', who: 'Read only', roles: ['read_only'] },
    {
      email: 'petra@petalandstem.example',
      name: 'Petra Lind',
      who: 'Buyer of Petal & Stem (COD), orders and pays',
      roles: ordersAndPays,
      customer: 'Petal & Stem',
    },
    {
      email: 'owen@petalandstem.example',
      name: 'Owen Reed',
      who: 'Buyer of Petal & Stem (COD), orders only',
      roles: orders,
      customer: 'Petal & Stem',
    },
    {
      email: 'gale@gardengate.example',
      name: 'Gale Winters',
      who: 'Buyer of Garden Gate Events (net 30)',
      roles: ordersAndPays,
      customer: 'Garden Gate Events',
    },
    {
      email: 'june@bloomandvine.example',
      name: 'June Alder',
      who: 'Buyer of Bloom & Vine (end of month)',
      roles: ordersAndPays,
      customer: 'Bloom & Vine',
    },
  ],
  'harbour-greens': [
    { email: 'admin@harbourgreens.example', name: 'Hugo Bay', who: 'Administrator of another seller', roles: ['admin'] },
    {
      email: 'buyer@tidewater.example',
      name: 'Tess Tide',
      who: 'Buyer of Tidewater Cafe',
      roles: ordersAndPays,
      customer: 'Tidewater Cafe',
    },
  ],
  'florin-platform': [
    { email: 'operator@florin.example', name: 'Olive Park', who: 'Operator of the platform', roles: ['operator'] },
  ],
}

export const companyNames: Record<DemoCompany, string> = {
  'lily-crown': 'Lily & Crown Wholesale Florists',
  'florin-platform': 'Florin Platform',
  'harbour-greens': 'Harbour Greens',
}
