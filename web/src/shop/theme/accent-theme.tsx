import { MantineProvider, mergeThemeOverrides } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { themeInWords } from '../../theme/theme.ts'
import { accentPalette } from './accent-palette.ts'

/** The seller's accent colour in place of Florin's green, for as long as the shop is on screen. */
export function AccentTheme({ accent, children }: { accent: string | null; children: ReactNode }) {
  const { t } = useTranslation()
  const close = t('close')
  const accented = useMemo(() => {
    const theme = themeInWords(close)
    return accent === null ? theme : mergeThemeOverrides(theme, { colors: { leaf: accentPalette(accent) } })
  }, [accent, close])
  return (
    <MantineProvider theme={accented} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  )
}
