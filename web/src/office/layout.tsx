import '@mantine/spotlight/styles.css'
import { UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Frame } from '../parts/frame.tsx'
import { FindAnything } from './find-anything.tsx'
import classes from './layout.module.css'
import { Navigation } from './navigation.tsx'

/** The office's frame, with the search over everything. */
export function OfficeLayout() {
  return (
    <Frame home="/office" navigation={<Navigation />} tools={<FindButton />}>
      <FindAnything />
    </Frame>
  )
}

function FindButton() {
  const { t } = useTranslation('office')
  return (
    <UnstyledButton className={classes.find} onClick={spotlight.open}>
      <IconSearch size={16} aria-hidden />
      <span>{t('find.button')}</span>
      <kbd aria-hidden>Ctrl K</kbd>
    </UnstyledButton>
  )
}
