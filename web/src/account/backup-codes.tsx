import { Alert, Button, CopyButton, Group, Stack } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './account.module.css'

/** Codes for the day the app is lost; shown this once. */
export function BackupCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation('account')
  return (
    <Stack gap="md">
      <Alert color="yellow" icon={<IconKey size={18} aria-hidden />} title={t('factor.codes')}>
        {t('factor.codesText')}
      </Alert>
      <ul className={classes.codes} aria-label={t('factor.codes')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t('factor.codesCopied') : t('factor.codesCopy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t('factor.done')}</Button>
      </Group>
    </Stack>
  )
}
