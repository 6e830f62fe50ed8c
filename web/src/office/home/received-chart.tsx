import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useNavigate } from '@tanstack/react-router'
import { dayWords, shortDayWords } from '../../words/date-words.ts'
import { amountWords, moneyWords } from '../../words/money-words.ts'

type Props = { days: { day: string; minor: number }[]; currency: string; height: number; label: string }

/** Money received per day as bars of coin gold; a bar leads to the payments of its day. The sum stands beside the heading, for who cannot see them. */
export function ReceivedChart({ days, currency, height, label }: Props) {
  const navigate = useNavigate()
  const open = (receivedOn: string) => navigate({ to: '/office/receivables/payments', search: { receivedOn } })
  return (
    <BarChart
      h={height}
      data={days}
      dataKey="day"
      series={[{ name: 'minor', label, color: 'coin.5' }]}
      gridAxis="x"
      tickLine="none"
      valueFormatter={(minor) => moneyWords({ minor, currency })}
      xAxisProps={{ tickFormatter: shortDayWords, minTickGap: 28 }}
      yAxisProps={{ tickFormatter: (minor: number) => amountWords({ minor, currency }).replace(/\D\d+$/, ''), width: 56 }}
      tooltipProps={{ labelFormatter: (day) => (typeof day === 'string' && day !== '' ? dayWords(day) : '') }}
      maxBarWidth={18}
      barProps={{ radius: [3, 3, 0, 0], cursor: 'pointer', onClick: ({ payload }) => open((payload as { day: string }).day) }}
      tooltipAnimationDuration={0}
    />
  )
}
