import '@mantine/dates/styles.css'
import { Alert, Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { useActive } from '../../api/session.ts'
import { AmountField, PercentField } from '../../parts/number-field.tsx'
import { Section } from '../../parts/section.tsx'
import { UnsavedGuard } from '../../parts/unsaved-guard.tsx'
import { dayIn, momentIn, placeOf } from '../../words/calendar.ts'
import { moneyWords, percentForm } from '../../words/money-words.ts'
import { writeNumber } from '../../words/read-number.ts'
import { emptyFee, type FeeForm, faultsOf, ruleOf } from './fee-form.ts'
import { type FeeRule, feeOf } from './fee-words.ts'
import classes from './fees.module.css'

/** An everyday order, to make a percentage something one can picture. */
const examplePaymentMinor = 41_250

/** Sets a fee from a moment on, and shows first what it takes. */
export function NewFee() {
  const { t } = useTranslation('operator')
  const { company } = useActive()
  const form = useForm<FeeForm>({
    mode: 'controlled',
    initialValues: emptyFee(company.currency),
    validate: (values) => faultsOf(values, t),
  })
  const save = useSaveFee(() => form.reset())
  const currency = form.values.currency.trim().toLowerCase()
  const field = (name: 'percent' | 'fixed' | 'minimum' | 'cap') => ({
    label: t(`fees.${name}`),
    ...form.getInputProps(name),
  })
  return (
    <Section title={t('fees.newTitle')}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('fees.newText')}
          </Text>
          <Seller {...form.getInputProps('companyId')} />
          <SimpleGrid cols={2} spacing="sm">
            <PercentField {...field('percent')} placeholder={writeNumber(50, percentForm)} />
            <TextInput label={t('fees.currency')} maxLength={3} {...form.getInputProps('currency')} />
            <AmountField {...field('fixed')} currency={currency} />
            <AmountField {...field('minimum')} currency={currency} />
          </SimpleGrid>
          <AmountField {...field('cap')} currency={currency} description={t('fees.capHelp')} />
          <DateTimePicker
            label={t('fees.effectiveFrom')}
            description={t('fees.effectiveFromHelp', { place: placeOf(company.timeZone) ?? company.timeZone })}
            clearable
            valueFormat="D MMM YYYY, HH:mm"
            minDate={dayIn(new Date().toISOString(), company.timeZone)}
            {...form.getInputProps('effectiveFrom')}
          />
          <Preview form={form.values} />
          {save.error ? (
            <Alert color="red" role="alert" title={t('fees.failed')}>
              {save.error.message}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending}>
              {t('fees.save')}
            </Button>
          </Group>
        </Stack>
      </form>
      <UnsavedGuard when={form.isDirty() && !save.isPending} />
    </Section>
  )
}

function useSaveFee(onSaved: () => void) {
  const { t } = useTranslation('operator')
  const queryClient = useQueryClient()
  const { company } = useActive()
  return useMutation({
    mutationFn: ({ companyId, effectiveFrom, ...rest }: FeeForm) =>
      answer(
        api.POST('/api/operator/fee-schedules', {
          body: {
            companyId: companyId || null,
            effectiveFrom: effectiveFrom ? momentIn(effectiveFrom, company.timeZone).toISOString() : null,
            ...ruleOf({ companyId, effectiveFrom, ...rest })!,
          },
        }),
      ),
    onSuccess: () => {
      notifications.show({ color: 'leaf', message: t('fees.saved') })
      onSaved()
      queryClient.invalidateQueries({ queryKey: ['operator'] })
    },
    meta: { shown: true },
  })
}

type SellerProps = { value?: string; onChange?: (value: string) => void }

function Seller({ value, onChange }: SellerProps) {
  const { t } = useTranslation('operator')
  const { data } = useQuery({ queryKey: ['operator', 'sellers'], queryFn: () => answer(api.GET('/api/operator/sellers')) })
  const sellers = data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []
  return (
    <Select
      label={t('fees.company')}
      data={[{ value: '', label: t('fees.everyoneElse') }, ...sellers]}
      value={value ?? ''}
      onChange={(chosen) => onChange?.(chosen ?? '')}
      allowDeselect={false}
      searchable={sellers.length > 8}
    />
  )
}

function exampleOf(rule: FeeRule) {
  const money = (minor: number) => moneyWords({ minor, currency: rule.currency })
  return { amount: money(examplePaymentMinor), fee: money(feeOf(rule, examplePaymentMinor)) }
}

function Preview({ form }: { form: FeeForm }) {
  const { t } = useTranslation('operator')
  const rule = ruleOf(form)
  return (
    <Text size="sm" className={classes.preview} role="status">
      {rule ? t('fees.preview', exampleOf(rule)) : t('fees.previewMissing')}
    </Text>
  )
}
