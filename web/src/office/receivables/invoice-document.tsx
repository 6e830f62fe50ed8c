import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { AddressText } from '../../parts/address-text.tsx'
import { DateText } from '../../parts/date-text.tsx'
import { LineTable } from '../../parts/line-table.tsx'
import { moneyWords } from '../../words/money-words.ts'
import { termsWords } from '../../words/terms-words.ts'
import classes from './invoice-document.module.css'

export type Invoice = Answer<'/api/invoices/{id}'>

/** The invoice as a document: who sells, who owes, what for, by when, and how to pay. What is seen here is what is printed. */
export function InvoiceDocument({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('office')
  return (
    <article className={classes.document} aria-label={t('invoice.title', { number: invoice.number })}>
      <PageFoot text={`${invoice.seller.name} · ${t('invoice.title', { number: invoice.number })}`} />
      <header className={classes.head}>
        <Seller seller={invoice.seller} />
        <div>
          <Title order={2} className={classes.title}>
            {t('invoice.word')}
          </Title>
          <Facts invoice={invoice} />
        </div>
      </header>
      <div className={classes.parties}>
        <Party title={t('invoice.billTo')} name={invoice.billTo.name} address={invoice.billTo.address}>
          {invoice.billTo.contactName}
        </Party>
        <Party title={t('invoice.shipTo')} name={invoice.shipTo.label} address={invoice.shipTo.address} />
      </div>
      <LineTable
        lines={invoice.lines}
        sums={[
          [t('order.goods'), invoice.goods],
          [t('order.freight'), invoice.freight],
          [t('order.tax'), invoice.tax],
        ]}
        total={invoice.total}
        after={[
          [t('invoice.paid'), paidOf(invoice)],
          [t('invoice.balance'), invoice.balanceDue],
        ]}
      />
      <HowToPay invoice={invoice} />
    </article>
  )
}

/** A page that got loose says what it belongs to. */
function PageFoot({ text }: { text: string }) {
  return <style>{`@page { @bottom-left { content: ${JSON.stringify(text)}; font-size: 8.5pt; color: #444 } }`}</style>
}

function Seller({ seller }: { seller: Invoice['seller'] }) {
  const { t } = useTranslation('office')
  const reach = [seller.phone, seller.email].filter(Boolean).join(' · ')
  return (
    <div>
      <Text fw={650} size="xl">
        {seller.name}
      </Text>
      {seller.address ? <AddressText address={seller.address} /> : null}
      {reach ? <Text inherit>{reach}</Text> : null}
      {seller.taxId ? <Text inherit>{t('invoice.taxId', { id: seller.taxId })}</Text> : null}
    </div>
  )
}

function Facts({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('office')
  const { t: words } = useTranslation()
  const facts: [string, ReactNode][] = [
    [t('invoice.number'), invoice.number],
    [t('invoice.issued'), <DateText key="issued" value={invoice.issuedOn} />],
    [t('invoice.due'), <DateText key="due" value={invoice.dueOn} />],
    [t('invoice.terms'), termsWords(invoice.terms, words)],
    ...(invoice.poNumber ? [[t('invoice.po'), invoice.poNumber] as [string, ReactNode]] : []),
    [t('invoice.order'), invoice.order.number],
    [t('invoice.customerNumber'), invoice.billTo.number],
    ...(invoice.shippedOn
      ? [[t('invoice.shipped'), <DateText key="shipped" value={invoice.shippedOn} />] as [string, ReactNode]]
      : []),
  ]
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type PartyProps = { title: string; name: string; address: Invoice['billTo']['address']; children?: ReactNode }

function Party({ title, name, address, children }: PartyProps) {
  return (
    <section>
      <h3 className={classes.label}>{title}</h3>
      <Text fw={600}>{name}</Text>
      {children ? <Text inherit>{children}</Text> : null}
      {address ? <AddressText address={address} /> : null}
    </section>
  )
}

function HowToPay({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('office')
  const { t: words } = useTranslation()
  const { paymentInstructions } = invoice.seller
  return (
    <section className={classes.pay}>
      <h3 className={classes.label}>{t('invoice.howToPay')}</h3>
      {invoice.balanceDue.minor <= 0 ? (
        <Text inherit>{t('invoice.nothingDue')}</Text>
      ) : (
        <>
          <Text inherit>
            {t('invoice.pleasePay', {
              amount: moneyWords(invoice.balanceDue),
              terms: termsWords(invoice.terms, words),
              number: invoice.number,
            })}
          </Text>
          {paymentInstructions ? (
            <Text inherit mt={6} style={{ whiteSpace: 'pre-line' }}>
              {paymentInstructions}
            </Text>
          ) : null}
        </>
      )}
    </section>
  )
}

function paidOf({ total, balanceDue }: Invoice) {
  return { minor: total.minor - balanceDue.minor, currency: total.currency }
}
