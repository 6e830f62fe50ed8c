import { Button, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ListAddress } from './list-address.ts'

export type Filter = {
  /** Its name in the address and in the API's query. */
  key: string
  label: string
  options: { value: string; label: string }[]
}

type Props = { filters: Filter[]; address: ListAddress; change: (change: ListAddress) => void }

/** One chip per filter; a chosen one says what it is set to. */
export function FilterChips({ filters, address, change }: Props) {
  const { t } = useTranslation()
  const anySet = filters.some((filter) => address[filter.key])
  return (
    <>
      {filters.map((filter) => (
        <Chip key={filter.key} filter={filter} value={address[filter.key]} choose={(value) => change({ [filter.key]: value })} />
      ))}
      {anySet ? (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() => change(Object.fromEntries(filters.map((filter) => [filter.key, undefined])))}
        >
          {t('list.clearFilters')}
        </Button>
      ) : null}
    </>
  )
}

type ChipProps = { filter: Filter; value: string | undefined; choose: (value: string | undefined) => void }

function Chip({ filter, value, choose }: ChipProps) {
  const { t } = useTranslation()
  const chosen = filter.options.find((option) => option.value === value)
  return (
    <Menu position="bottom-start" shadow="md" width={200}>
      <Menu.Target>
        <Button
          variant={chosen ? 'light' : 'default'}
          size="xs"
          radius="xl"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`${t('list.filter', { what: filter.label })}${chosen ? `: ${chosen.label}` : ''}`}
        >
          {chosen ? `${filter.label}: ${chosen.label}` : filter.label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => choose(undefined)} rightSection={chosen ? null : <IconCheck size={14} aria-hidden />}>
          {t('list.any')}
        </Menu.Item>
        {filter.options.map((option) => (
          <Menu.Item
            key={option.value}
            onClick={() => choose(option.value)}
            rightSection={option.value === value ? <IconCheck size={14} aria-hidden /> : null}
          >
            {option.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
