import { Skeleton, Text } from '@mantine/core'
import { IconClockHour4 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deadlineTimeWords, weekdayWords } from '../../words/date-words.ts'
import { checkoutQuery, type ShipDate } from '../checkout/checkout-query.ts'
import classes from './catalogue.module.css'

const minuteMs = 60_000
const tickMs = 15_000

/** How long one may still order for the next ship date, counted down by itself. */
export function CutOff() {
  const { data } = useQuery(checkoutQuery)
  const next = data?.shipDates[0]
  if (!data) return <Skeleton h={22} w={260} />
  return next ? <Countdown shipDate={next} /> : null
}

function Countdown({ shipDate }: { shipDate: ShipDate }) {
  const { t } = useTranslation('shop')
  const now = useNow()
  const minutes = Math.floor((Date.parse(shipDate.orderBy) - now) / minuteMs)
  if (minutes < 0) return null
  const hours = Math.floor(minutes / 60)
  const left =
    hours >= 48
      ? t('cutOff.days', { count: Math.floor(hours / 24) })
      : hours > 0
        ? t('cutOff.hours', { hours, minutes: minutes % 60 })
        : t('cutOff.minutes', { minutes })
  const { weekday, date } = weekdayWords(shipDate.date)
  const words =
    shipDate.daysAhead === 0
      ? t('cutOff.today', { left })
      : shipDate.daysAhead === 1
        ? t('cutOff.tomorrow', { left })
        : t('cutOff.later', { left, day: `${weekday} ${date}` })
  return (
    <Text className={classes.cutOff} component="p">
      <IconClockHour4 size={16} aria-hidden />
      <span>
        {words} <span className={classes.until}>{t('cutOff.until', { time: deadlineTimeWords(shipDate.orderBy) })}</span>
      </span>
    </Text>
  )
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(tick)
  }, [])
  return now
}
