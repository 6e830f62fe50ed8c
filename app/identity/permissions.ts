/** What a person may be in a company. Several roles add up. */
export const roles = [
  'operator',
  'admin',
  'receivables',
  'credit_manager',
  'sales',
  'warehouse',
  'read_only',
  'buyer_orders',
  'buyer_pays',
] as const
export type Role = (typeof roles)[number]

const office = ['office.enter', 'customers.read', 'orders.read', 'products.read'] as const
const money = ['payments.read', 'invoices.read', 'journal.read'] as const

/** Which roles may do what: the one table that routes check and screens read (through the session) to hide what they may not. */
const permissionsOf = {
  operator: ['platform.operate', 'people.manage'],
  admin: [
    ...office,
    ...money,
    'stripe.manage',
    'people.manage',
    'company.manage',
    'customers.edit',
    'customers.edit_credit',
    'customers.edit_e_commerce',
    'orders.ship',
    'orders.void',
    'orders.override_hold',
    'breaks.close',
  ],
  receivables: [
    ...office,
    ...money,
    'customers.edit',
    'customers.edit_credit',
    'customers.edit_e_commerce',
    'orders.void',
    'breaks.close',
  ],
  credit_manager: [...office, ...money, 'customers.edit', 'customers.edit_credit', 'orders.override_hold'],
  sales: [...office, 'customers.edit', 'orders.void'],
  warehouse: ['office.enter', 'orders.read', 'products.read', 'orders.ship'],
  read_only: [...office, ...money],
  buyer_orders: ['shop.enter', 'shop.order'],
  buyer_pays: ['shop.enter', 'shop.pay'],
} as const satisfies Record<Role, readonly string[]>

export type Permission = (typeof permissionsOf)[Role][number]

/** Every permission there is, each once. */
export const permissions: readonly Permission[] = permissionsFor(roles)

/** Everything the given roles allow together, each once. */
export function permissionsFor(held: readonly Role[]): Permission[] {
  return [...new Set(held.flatMap((role): readonly Permission[] => permissionsOf[role]))]
}
