import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useTranslation } from 'react-i18next'
import { dayWords, shortDayWords } from '../../words/date-words.ts'
import { amountWords, moneyWords } from '../../words/money-words.ts'

type Props = { days: { day: string; minor: number }[]; currency: string; height: number }

/** Income per day as bars of coin gold. The sums stand above it, for who cannot see them. */
export function IncomeChart({ days, currency, height }: Props) {
  const { t } = useTranslation('operator')
  return (
    <BarChart
      h={height}
      data={days}
      dataKey="day"
      series={[{ name: 'minor', label: t('overview.chartIncome'), color: 'coin.5' }]}
      gridAxis="x"
      tickLine="none"
      valueFormatter={(minor) => moneyWords({ minor, currency })}
      xAxisProps={{ tickFormatter: shortDayWords, minTickGap: 28 }}
      yAxisProps={{ tickFormatter: (minor: number) => amountWords({ minor, currency }), width: 56, allowDecimals: false }}
      tooltipProps={{ labelFormatter: (day) => (typeof day === 'string' && day !== '' ? dayWords(day) : '') }}
      maxBarWidth={18}
      barProps={{ radius: [3, 3, 0, 0] }}
      tooltipAnimationDuration={0}
    />
  )
}
