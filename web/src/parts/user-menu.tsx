import { Avatar, Kbd, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import {
  IconCheck,
  IconDeviceDesktop,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import { useSession, useSignOut } from '../api/session.ts'
import { chooseLanguage, language, languages } from '../words/language.ts'
import { pressKey } from './keys.tsx'

const schemes = [
  { value: 'light', Icon: IconSun },
  { value: 'dark', Icon: IconMoon },
  { value: 'auto', Icon: IconDeviceDesktop },
] as const

/** Each language by its own name: whoever cannot read this page still finds the way. */
const languageNames = { en: 'English', es: 'Español' } as const
const languageChoices = languages.map((value) => ({ value, label: languageNames[value], Icon: IconLanguage }))

/** One's account, the companies one works for, the colours, and the way out. The same in all faces. */
export function UserMenu() {
  const { t } = useTranslation()
  const session = useSession()
  const signOut = useSignOut()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const change = useMutation({
    mutationFn: (membershipId: string) => answer(api.POST('/api/session/membership', { body: { membershipId } })),
    // Everything on screen belongs to the other company: begin anew.
    onSuccess: () => window.location.assign('/'),
  })
  const { user, active, memberships } = session
  if (!user) return null
  return (
    <Menu position="bottom-end" width={260} shadow="md">
      <Menu.Target>
        <UnstyledButton aria-label={`${initialsOf(user.name)}: ${t('user.menu')}`}>
          <Avatar color="leaf" radius="xl" size={34} variant="filled">
            {initialsOf(user.name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.name}
          <br />
          {user.email}
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={16} aria-hidden />}>
          {t('user.account')}
        </Menu.Item>
        {memberships.length > 1 ? (
          <>
            <Menu.Divider />
            <Menu.Label>{t('user.companies')}</Menu.Label>
            {memberships.map((membership) => (
              <Menu.Item
                key={membership.id}
                onClick={() => change.mutate(membership.id)}
                rightSection={membership.id === active?.id ? <IconCheck size={16} aria-hidden /> : null}
              >
                {membership.customer ? `${membership.customer.name} · ${membership.company.name}` : membership.company.name}
              </Menu.Item>
            ))}
          </>
        ) : null}
        <Menu.Divider />
        <Menu.Label>{t('scheme.label')}</Menu.Label>
        <Choices
          of={schemes.map(({ value, Icon }) => ({ value, label: t(`scheme.${value}`), Icon }))}
          chosen={colorScheme}
          choose={setColorScheme}
        />
        <Menu.Divider />
        <Menu.Label>{t('user.language')}</Menu.Label>
        <Choices of={languageChoices} chosen={language} choose={chooseLanguage} />
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconKeyboard size={16} aria-hidden />}
          rightSection={<Kbd size="xs">?</Kbd>}
          onClick={() => pressKey('?')}
        >
          {t('keys.open')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

type Choice<Value> = { value: Value; label: string; Icon: typeof IconCheck }

/** One of a few, the chosen one marked. */
function Choices<Value extends string>({
  of,
  chosen,
  choose,
}: {
  of: Choice<Value>[]
  chosen: Value
  choose(value: Value): void
}) {
  return of.map(({ value, label, Icon }) => (
    <Menu.Item
      key={value}
      closeMenuOnClick={false}
      leftSection={<Icon size={16} aria-hidden />}
      rightSection={chosen === value ? <IconCheck size={16} aria-hidden /> : null}
      onClick={() => choose(value)}
    >
      {label}
    </Menu.Item>
  ))
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0).toUpperCase() ?? '').join('')
}
