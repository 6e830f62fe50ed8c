import { List, Stack, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
import { Mark } from '../theme/mark.tsx'
import classes from './entrance.module.css'

/** What Florin is at the left, the way in at the right; on a phone the way in alone. */
export function EntranceLayout() {
  const { t } = useTranslation('signIn')
  const { mode } = useSession()
  return (
    <div className={classes.split}>
      <aside className={classes.brand}>
        <div className={classes.coin} aria-hidden>
          <Mark size={420} />
        </div>
        <div className={classes.name}>
          <Mark size={34} />
          <span>Florin</span>
        </div>
        <Stack gap="lg" className={classes.promise}>
          <Text className={classes.line}>{t('brand.line')}</Text>
          <List spacing="sm" center icon={<IconCheck size={18} aria-hidden />} className={classes.points}>
            <List.Item>{t('brand.first')}</List.Item>
            <List.Item>{t('brand.second')}</List.Item>
            <List.Item>{t('brand.third')}</List.Item>
          </List>
        </Stack>
        <Text className={classes.small}>{mode.stripe === 'simulator' ? t('brand.simulated') : ''}</Text>
      </aside>
      <main id="main" tabIndex={-1} className={classes.way}>
        <div className={classes.form}>
          <Outlet />
        </div>
      </main>
    </div>
  )
}
