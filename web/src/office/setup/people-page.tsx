import { ActionIcon, Group, Menu, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { useActive } from '../../api/session.ts'
import { DateText } from '../../parts/date-text.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { ToneBadge } from '../../parts/state-badge.tsx'
import { useSteadyRows } from '../../parts/steady-rows.ts'
import { ActivityTimeline } from '../activity-timeline.tsx'
import { InviteButton } from './invite-modal.tsx'
import { OpenInvitations } from './open-invitations.tsx'
import { EndSessionsModal, RemoveModal, ResetFactorModal, RolesModal } from './person-modals.tsx'

export type Person = Item<Answer<'/api/people'>>

/** Setup › People and roles: who may sign in, what for, and who was invited. On the operator's face, the operators. */
export function PeoplePage() {
  const { t } = useTranslation('office')
  const isPlatform = useActive().company.kind === 'platform'
  const people = useQuery({ queryKey: ['people'], queryFn: () => answer(api.GET('/api/people')) })
  const invitations = useQuery({ queryKey: ['invitations'], queryFn: () => answer(api.GET('/api/invitations')) })
  return (
    <>
      <PageHeader
        title={t('people.title')}
        subtitle={t(isPlatform ? 'people.subtitleOperators' : 'people.subtitle')}
        actions={<InviteButton />}
      />
      <Stack gap="md">
        {people.isPending || invitations.isPending ? (
          <CardSkeleton height={280} />
        ) : (
          <>
            {people.data ? (
              <PeopleTable
                title={t(isPlatform ? 'people.operators' : 'people.team')}
                people={people.data.items.filter((person) => person.customer === null)}
              />
            ) : (
              <ErrorState error={people.error} retry={people.refetch} />
            )}
            {invitations.data ? (
              <OpenInvitations invitations={invitations.data.items} />
            ) : (
              <ErrorState error={invitations.error} retry={invitations.refetch} />
            )}
            {people.data && !isPlatform ? (
              <PeopleTable
                title={t('people.buyers')}
                people={people.data.items.filter((person) => person.customer !== null)}
                none={t('people.buyersNone')}
              />
            ) : null}
            <ActivityTimeline subjectType="person" />
          </>
        )}
      </Stack>
    </>
  )
}

function PeopleTable({ title, people, none }: { title: string; people: Person[]; none?: string }) {
  const { t } = useTranslation('office')
  const { rows = [] } = useSteadyRows(people, (person) => person.membershipId, { newAtOnce: true })
  return (
    <Section title={title} flush>
      {rows.length === 0 ? (
        <Text c="dimmed" px="md" pb="md">
          {none}
        </Text>
      ) : (
        <Table horizontalSpacing="md" aria-label={title} pos="relative">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('people.name')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('people.roles')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('people.secondFactor')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('people.since')}</Table.Th>
              <Table.Th w={52}>
                <VisuallyHidden>{t('people.change')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ row, gone }) => (
              <PersonRow key={row.membershipId} person={row} gone={gone} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  )
}

function PersonRow({ person, gone }: { person: Person; gone: boolean }) {
  const { t } = useTranslation('office')
  const [asking, setAsking] = useState<Asking | null>(null)
  const close = () => setAsking(null)
  const roles = person.roles.map((role) => (
    <ToneBadge key={role} tone="quiet">
      {t(`people.role.${role}`)}
    </ToneBadge>
  ))
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={550} td={gone ? 'line-through' : undefined}>
          {person.name}{' '}
          {person.isYou ? (
            <Text span c="dimmed" fw={400}>
              ({t('people.you')})
            </Text>
          ) : null}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {person.email}
          {person.customer ? ` · ${t('people.buyerOf', { name: person.customer.name })}` : null}
        </Text>
        {/* On a phone the roles stand under the name; what is not shown there is of little use on the road. */}
        <Group gap={4} mt={6} hiddenFrom="sm">
          {roles}
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Group gap={4}>{roles}</Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {person.twoFactorEnabled ? (
          <ToneBadge tone="good">{t('people.on')}</ToneBadge>
        ) : (
          <ToneBadge tone="quiet">{t('people.off')}</ToneBadge>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <DateText value={person.since} />
      </Table.Td>
      <Table.Td>
        {gone ? (
          <Text size="sm" c="dimmed" role="status">
            {t('people.isGone')}
          </Text>
        ) : (
          <PersonMenu person={person} ask={setAsking} />
        )}
        <RolesModal person={person} opened={asking === 'roles'} onClose={close} />
        <ResetFactorModal person={person} opened={asking === 'factor'} onClose={close} />
        <EndSessionsModal person={person} opened={asking === 'sessions'} onClose={close} />
        <RemoveModal person={person} opened={asking === 'remove'} onClose={close} />
      </Table.Td>
    </Table.Tr>
  )
}

type Asking = 'roles' | 'factor' | 'sessions' | 'remove'

function PersonMenu({ person, ask }: { person: Person; ask: (what: Asking) => void }) {
  const { t } = useTranslation('office')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('people.changeOf', { name: person.name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {person.roles.includes('operator') ? null : <Menu.Item onClick={() => ask('roles')}>{t('people.change')}</Menu.Item>}
        {person.twoFactorEnabled && !person.isYou ? (
          <Menu.Item onClick={() => ask('factor')}>{t('people.resetFactor')}</Menu.Item>
        ) : null}
        {person.isYou ? null : <Menu.Item onClick={() => ask('sessions')}>{t('people.endSessions')}</Menu.Item>}
        <Menu.Item color="red.9" onClick={() => ask('remove')}>
          {t('people.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
