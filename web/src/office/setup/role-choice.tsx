import { Checkbox, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Session } from '../../api/answers.ts'
import { useActive } from '../../api/session.ts'

export type Role = Session['memberships'][number]['roles'][number]
const teamRoles: Role[] = ['admin', 'receivables', 'credit_manager', 'sales', 'warehouse', 'read_only']
const operatorRoles: Role[] = ['operator']
const buyerRoles: Role[] = ['buyer_orders', 'buyer_pays']

type Props = { buyer: boolean; value: Role[]; onChange: (roles: Role[]) => void; error?: string | null }

/** The roles a person may have, each with what it allows; several add up. */
export function RoleChoice({ buyer, value, onChange, error }: Props) {
  const { t } = useTranslation('office')
  const isPlatform = useActive().company.kind === 'platform'
  const offered = buyer ? buyerRoles : isPlatform ? operatorRoles : teamRoles
  return (
    <Checkbox.Group label={t('people.roles')} value={value} onChange={(roles) => onChange(roles as Role[])} error={error}>
      <Stack gap="sm" mt={6}>
        {offered.map((role) => (
          <Checkbox key={role} value={role} label={t(`people.role.${role}`)} description={t(`people.roleText.${role}`)} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
