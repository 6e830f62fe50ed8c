import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { deadlineWords, weekdayWords } from '../../words/date-words.ts'
import classes from './checkout.module.css'
import type { PartProps } from './deliver-part.tsx'
import { Part } from './part.tsx'

/** On which day the goods leave, and until when that can be ordered. */
export function WhenPart({ checkout, draft, change }: PartProps) {
  const { t } = useTranslation('shop')
  const chosen = checkout.shipDates.find(({ date }) => date === draft.shipDate)
  return (
    <Part number={2} title={t('checkout.when')}>
      <Radio.Group
        label={t('checkout.shipDate')}
        description={chosen ? t('checkout.orderUntil', { when: deadlineWords(chosen.orderBy) }) : undefined}
        value={draft.shipDate}
        onChange={(shipDate) => change({ shipDate })}
      >
        <div className={classes.dates}>
          {checkout.shipDates.map(({ date, daysAhead }) => {
            const { weekday, date: day } = weekdayWords(date)
            const near = daysAhead === 0 ? t('checkout.today') : daysAhead === 1 ? t('checkout.tomorrow') : null
            return (
              <Radio.Card key={date} value={date} className={classes.date}>
                <span className={classes.weekday}>{near ?? weekday}</span>
                <span className={classes.day}>{day}</span>
              </Radio.Card>
            )
          })}
        </div>
      </Radio.Group>
    </Part>
  )
}
