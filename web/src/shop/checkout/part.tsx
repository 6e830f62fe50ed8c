import { Paper, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './checkout.module.css'

/** One of the checkout's three parts. */
export function Part({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  const id = useId()
  return (
    <Paper component="section" aria-labelledby={id} p="lg" className={classes.part}>
      <Title order={2} id={id} className={classes.partTitle}>
        <span className={classes.partNumber} aria-hidden>
          {number}
        </span>
        {title}
      </Title>
      {children}
    </Paper>
  )
}
