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
import { AmountField, PercentField } from '../../parts/number-field.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { UnsavedGuard } from '../../parts/unsaved-guard.tsx'
import { placeOf } from '../../words/calendar.ts'
import { amountForm, amountWords, numberIn, percentForm } from '../../words/money-words.ts'
import { numberFault } from '../../words/number-fault.ts'
import { writeNumber } from '../../words/read-number.ts'
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

/** Percent and money as the reader writes them; both become integers on the way out. */
function valuesOf(company: Company) {
  return {
    name: company.name,
    accentColour: company.accentColour ?? '',
    orderCutOff: company.orderCutOff,
    timeZone: company.timeZone,
    tax: writeNumber(company.taxBasisPoints, percentForm),
    freight: amountWords(company.freight),
  }
}

/** A hundred percent, in basis points. */
const taxMax = 10_000

function CompanyForm({ company }: { company: Company }) {
  const { t } = useTranslation('office')
  const { t: words } = useTranslation()
  const form = useForm({
    initialValues: valuesOf(company),
    validate: {
      name: (name) => (name.trim() ? null : words('required')),
      accentColour: (colour) => (colour === '' || /^#[0-9a-f]{6}$/.test(colour) ? null : t('company.badColour')),
      tax: (tax) => numberFault(tax, percentForm, { required: true, max: taxMax }),
      freight: (freight) => numberFault(freight, amountForm(company.currency), { required: true }),
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
            description={t('company.cutOffHelp', { place: placeOf(company.timeZone) ?? company.timeZone })}
            {...form.getInputProps('orderCutOff')}
          />
          <TextInput label={t('company.timeZone')} maxLength={60} {...form.getInputProps('timeZone')} />
          <PercentField label={t('company.tax')} {...form.getInputProps('tax')} />
          <AmountField
            label={t('company.freight')}
            description={t('company.freightHelp', { currency: company.currency.toUpperCase() })}
            currency={company.currency}
            {...form.getInputProps('freight')}
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
    mutationFn: ({ tax, freight, accentColour, ...values }: Values) => {
      const taxBasisPoints = numberIn(tax, percentForm) ?? company.taxBasisPoints
      const freightMinor = numberIn(freight, amountForm(company.currency)) ?? company.freight.minor
      return answer(
        api.PATCH('/api/company', { body: { ...values, accentColour: accentColour || null, taxBasisPoints, freightMinor } }),
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
