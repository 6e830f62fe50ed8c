import { Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import type { Ways } from './code-step.tsx'
import classes from './demo-people.module.css'
import { FormError } from './form-parts.tsx'

type Props = { onEntered: () => Promise<void>; onFactorNeeded: (ways: Ways) => void }

const readPeople = () => answer(api.GET('/api/dev/people'))
type Person = Awaited<ReturnType<typeof readPeople>>['companies'][number]['people'][number]

/** The people of the demo, company by company: one click signs in as one of them. */
export function DemoPeople({ onEntered, onFactorNeeded }: Props) {
  const { t } = useTranslation('signIn')
  const { data } = useQuery({ queryKey: ['demo-people'], queryFn: readPeople })
  const signIn = useMutation({
    mutationFn: async ({ email, password }: Person) => {
      const { secondFactor, ways } = await answer(api.POST('/api/auth/sign-in/email', { body: { email, password } }))
      if (secondFactor) onFactorNeeded(ways)
      else await onEntered()
    },
    meta: { shown: true },
  })
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        {t('demo.text')}
      </Text>
      <FormError title={t('signIn.failed')} error={signIn.error} />
      {data?.companies.map(({ name, people }) => (
        <section key={name} aria-label={name}>
          <Title order={3} className={classes.company}>
            {name}
          </Title>
          <ul className={classes.people}>
            {people.map((person) => (
              <li key={person.email}>
                <UnstyledButton
                  className={classes.person}
                  disabled={signIn.isPending}
                  data-busy={signIn.isPending && signIn.variables.email === person.email ? true : undefined}
                  onClick={() => signIn.mutate(person)}
                >
                  <span className={classes.initials} aria-hidden>
                    {initialsOf(person.name)}
                  </span>
                  <span className={classes.who}>
                    <span className={classes.name}>{person.name}</span>
                    <span className={classes.role}>
                      <RoleWords person={person} />
                    </span>
                  </span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Stack>
  )
}

function RoleWords({ person: { roles, customer } }: { person: Person }) {
  const { t } = useTranslation('signIn')
  if (customer !== null) return t(roles.includes('buyer_pays') ? 'demo.buysAndPays' : 'demo.buys', { customer })
  return roles.map((role) => t(`demo.roles.${role}`)).join(', ')
}

function initialsOf(name: string): string {
  return name
    .split(' ')
    .map((part) => part[0])
    .join('')
    .slice(0, 2)
}
