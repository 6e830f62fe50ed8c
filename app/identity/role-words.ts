import { type Permission, permissionsFor, type Role, roles } from './permissions.ts'

/** What a role is called in sentences: "only an administrator can …". */
const words: Record<Role, string> = {
  operator: 'the platform’s operator',
  admin: 'an administrator',
  receivables: 'A/R',
  credit_manager: 'a credit manager',
  sales: 'sales',
  warehouse: 'the warehouse',
  read_only: 'somebody with read access',
  buyer_orders: 'a buyer who may order',
  buyer_pays: 'a buyer who may pay',
}

export function roleInWords(role: Role): string {
  return words[role]
}

/** Which roles can do it: "an administrator or A/R". */
export function whoCan(permission: Permission): string {
  const able = roles.filter((role) => permissionsFor([role]).includes(permission)).map(roleInWords)
  const last = able.at(-1)!
  return able.length === 1 ? last : `${able.slice(0, -1).join(', ')} or ${last}`
}
