import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { fieldErrors } from '../../api/problem.ts'
import { sessionQuery } from '../../api/session.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { UnsavedGuard } from '../../parts/unsaved-guard.tsx'
import { decimalText, parseAmount } from '../../words/money-words.ts'
import { ActivityTimeline } from '../activity-timeline.tsx'
import classes from './setup.module.css'

type Company = Answer<'/api/company'>

/** Setup › Company: what buyers see, and the rules every order follows. */
export function CompanyPage() {
  const { t } = useTranslation('office')
  const { data, error, refetch } = useQuery({ queryKey: ['company'], queryFn: () => answer(api.GET('/api/company')) })
  return (
    <>
      <PageHeader title={t('company.title')} subtitle={t('company.subtitle')} />
      <Stack gap="md" maw={760}>
        {error && !data ? <ErrorState error={error} retry={refetch} /> : null}
        {data ? <CompanyForm company={data} /> : <CardSkeleton height={360} />}
        <ActivityTimeline subjectType="company" />
      </Stack>
    </>
  )
}

/** Percent and money as a person types them; both become integers on the way out. */
function valuesOf(company: Company) {
  return {
    name: company.name,
    accentColour: company.accentColour ?? '',
    orderCutOff: company.orderCutOff,
    timeZone: company.timeZone,
    tax: percentText(company.taxBasisPoints),
    freight: decimalText(company.freight) as string,
    unpaidHours: String(company.unpaidOrderHours ?? ''),
  }
}

function percentText(basisPoints: number): string {
  return decimalText({ minor: basisPoints, currency: 'usd' }).replace(/\.?0+$/, '') || '0'
}

/** "7.25" → 725 basis points; null when it is no percentage of at most 100. */
function parsePercent(text: string): number | null {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text.trim())
  if (!match) return null
  const basisPoints = Number(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`)
  return basisPoints <= 10_000 ? basisPoints : null
}

/** "48" → 48 hours, "" → none set; undefined when it is neither. */
function parseHours(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const hours = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0
  return hours >= 1 && hours <= 720 ? hours : undefined
}

function CompanyForm({ company }: { company: Company }) {
  const { t } = useTranslation('office')
  const { t: words } = useTranslation()
  const form = useForm({
    initialValues: valuesOf(company),
    validate: {
      name: (name) => (name.trim() ? null : words('required')),
      accentColour: (colour) => (colour === '' || /^#[0-9a-f]{6}$/.test(colour) ? null : t('company.badColour')),
      tax: (tax) => (parsePercent(tax) === null ? t('company.badTax') : null),
      freight: (freight) => (parseAmount(freight, company.currency) === null ? t('form.badAmount') : null),
      unpaidHours: (hours) => (parseHours(hours) === undefined ? t('company.badHours') : null),
    },
  })
  const save = useSaveCompany(company, form.setErrors, (saved) => {
    form.setValues(valuesOf(saved))
    form.resetDirty(valuesOf(saved))
  })
  const { accentColour } = form.values
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <UnsavedGuard when={form.isDirty() && !save.isPending} />
      <Section>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput label={t('company.name')} required maxLength={120} {...form.getInputProps('name')} />
          <TextInput
            label={t('company.accent')}
            description={t('company.accentHelp')}
            maxLength={7}
            rightSection={
              accentColour ? <span className={classes.swatch} style={{ background: accentColour }} aria-hidden /> : null
            }
            {...form.getInputProps('accentColour')}
          />
          <TextInput
            type="time"
            label={t('company.cutOff')}
            description={t('company.cutOffHelp', { zone: company.timeZone })}
            {...form.getInputProps('orderCutOff')}
          />
          <TextInput label={t('company.timeZone')} maxLength={60} {...form.getInputProps('timeZone')} />
          <TextInput label={t('company.tax')} inputMode="decimal" {...form.getInputProps('tax')} />
          <TextInput
            label={t('company.freight')}
            description={t('company.freightHelp', { currency: company.currency.toUpperCase() })}
            inputMode="decimal"
            {...form.getInputProps('freight')}
          />
          <TextInput
            label={t('company.unpaidHours')}
            description={t('company.unpaidHoursHelp')}
            placeholder={t('company.unpaidHoursNone')}
            inputMode="numeric"
            maxLength={3}
            {...form.getInputProps('unpaidHours')}
          />
        </SimpleGrid>
        <Group mt="lg">
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t('form.save')}
          </Button>
        </Group>
      </Section>
    </form>
  )
}

type Values = ReturnType<typeof valuesOf>

function useSaveCompany(
  company: Company,
  showErrors: (errors: Record<string, string>) => void,
  onSaved: (saved: Company) => void,
) {
  const { t } = useTranslation('office')
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ tax, freight, accentColour, unpaidHours, ...values }: Values) => {
      const taxBasisPoints = parsePercent(tax) ?? company.taxBasisPoints
      const freightMinor = parseAmount(freight, company.currency) ?? company.freight.minor
      return answer(
        api.PATCH('/api/company', {
          body: {
            ...values,
            accentColour: accentColour || null,
            taxBasisPoints,
            freightMinor,
            unpaidOrderHours: parseHours(unpaidHours) ?? null,
          },
        }),
      )
    },
    onError: (error) => showErrors(fieldErrors(error)),
    onSuccess: (saved) => {
      onSaved(saved)
      notifications.show({ color: 'leaf', message: t('form.saved') })
      queryClient.setQueryData(['company'], saved)
      const stale = [sessionQuery.queryKey, ['activity']]
      return Promise.all(stale.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
    },
  })
}
