import '@mantine/dates/styles.css'
import { Alert, Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { fieldErrors } from '../../api/problem.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { useKey } from '../../parts/keys.tsx'
import { Section } from '../../parts/section.tsx'
import { UnsavedGuard } from '../../parts/unsaved-guard.tsx'
import { moneyWords } from '../../words/money-words.ts'
import { emptyFee, type FeeForm, faultsOf, ruleOf, startingFee } from './fee-form.ts'
import { FeeSummary } from './fee-summary.tsx'
import { feeOf } from './fee-words.ts'
import classes from './fees.module.css'

/** An everyday order, to make a percentage something one can picture. */
const examplePaymentMinor = 41_250

/** Begins with the fee in force, once that is known. */
export function NewFee() {
  const { data } = useQuery({ queryKey: ['operator', 'fees'], queryFn: () => answer(api.GET('/api/operator/fee-schedules')) })
  // With a fee that was set meanwhile it begins anew.
  return data ? <NewFeeForm key={data.items.map(({ id }) => id).join()} schedules={data.items} /> : null
}

type Schedules = Answer<'/api/operator/fee-schedules'>['items']

/** Sets a fee from a moment on: what it changes, and for whom, is shown before it is set. */
function NewFeeForm({ schedules }: { schedules: Schedules }) {
  const { t } = useTranslation('operator')
  const first = useRef<HTMLInputElement>(null)
  useKey('n', t('fees.newTitle'), () => first.current?.focus())
  const form = useForm<FeeForm>({
    mode: 'controlled',
    initialValues: startingFee(schedules, '', emptyFee.currency),
    validate: (values) => faultsOf(values, t),
  })
  const begin = (companyId: string, currency: string) => {
    const start = startingFee(schedules, companyId, currency)
    form.setInitialValues(start)
    form.setValues(start)
    form.clearErrors()
  }
  const preview = usePreview(form.setErrors)
  const save = useSave()
  const [rule, summary] = [ruleOf(form.values), preview.data]
  const sellers = summary?.changes.flatMap((change) => change.sellers).length ?? 0
  return (
    <Section title={t('fees.newTitle')}>
      <form onSubmit={form.onSubmit((values) => preview.mutate(values))} noValidate>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('fees.newText')}
          </Text>
          <Seller {...form.getInputProps('companyId')} onChange={(companyId) => begin(companyId, form.values.currency)} />
          <Amounts
            form={form}
            first={first}
            onCurrency={(currency) => currency !== form.getInitialValues().currency && begin(form.values.companyId, currency)}
          />
          <DateTimePicker
            label={t('fees.effectiveFrom')}
            description={t('fees.effectiveFromHelp')}
            clearable
            valueFormat="D MMM YYYY, HH:mm"
            minDate={new Date()}
            {...form.getInputProps('effectiveFrom')}
          />
          <Preview form={form.values} />
          {preview.error ? (
            <Alert color="red" role="alert" title={t('fees.failed')}>
              {preview.error.message}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button type="submit" loading={preview.isPending}>
              {t('fees.review')}
            </Button>
          </Group>
        </Stack>
      </form>
      <ConfirmModal
        opened={summary !== undefined}
        onClose={() => {
          preview.reset()
          save.reset()
        }}
        title={t('fees.confirmTitle')}
        text={rule && summary ? <FeeSummary rule={rule} preview={summary} atOnce={form.values.effectiveFrom === null} /> : null}
        confirm={t('fees.confirm', { count: sellers })}
        busy={save.isPending}
        error={save.error}
        onConfirm={() => save.mutate(form.values)}
      />
      <UnsavedGuard when={form.isDirty() && !save.isPending} />
    </Section>
  )
}

function bodyOf(form: FeeForm) {
  const { companyId, effectiveFrom } = form
  return {
    companyId: companyId || null,
    effectiveFrom: effectiveFrom ? new Date(effectiveFrom).toISOString() : null,
    ...ruleOf(form)!,
  }
}

/** Asks the server what the fee would change; nothing is set. */
function usePreview(showErrors: (errors: Record<string, string>) => void) {
  return useMutation({
    mutationFn: (form: FeeForm) => answer(api.POST('/api/operator/fee-schedules/preview', { body: bodyOf(form) })),
    onError: (error) => showErrors(fieldErrors(error)),
    meta: { shown: true },
  })
}

function useSave() {
  const { t } = useTranslation('operator')
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (form: FeeForm) => answer(api.POST('/api/operator/fee-schedules', { body: bodyOf(form) })),
    onSuccess: () => {
      notifications.show({ color: 'leaf', message: t('fees.saved') })
      return queryClient.invalidateQueries({ queryKey: ['operator'] })
    },
    meta: { shown: true },
  })
}

type AmountsProps = {
  first: RefObject<HTMLInputElement | null>
  form: UseFormReturnType<FeeForm>
  onCurrency: (currency: string) => void
}

function Amounts({ first, form, onCurrency }: AmountsProps) {
  const { t } = useTranslation('operator')
  const field = (name: 'percent' | 'fixed' | 'minimum' | 'cap') => ({
    label: t(`fees.${name}`),
    inputMode: 'decimal' as const,
    autoComplete: 'off',
    ...form.getInputProps(name),
  })
  return (
    <>
      <SimpleGrid cols={2} spacing="sm" style={{ alignItems: 'end' }}>
        <TextInput ref={first} {...field('percent')} placeholder="0.50" />
        <TextInput
          label={t('fees.currency')}
          maxLength={3}
          {...form.getInputProps('currency')}
          onBlur={(event) => onCurrency(event.currentTarget.value)}
        />
        <TextInput {...field('fixed')} placeholder="0.10" />
        <TextInput {...field('minimum')} placeholder="0.25" />
      </SimpleGrid>
      <TextInput {...field('cap')} description={t('fees.capHelp')} />
    </>
  )
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

function Preview({ form }: { form: FeeForm }) {
  const { t } = useTranslation('operator')
  const rule = ruleOf(form)
  const money = (minor: number) => moneyWords({ minor, currency: rule?.currency ?? 'usd' })
  return (
    <Text size="sm" className={classes.preview} role="status">
      {rule
        ? t('fees.preview', { amount: money(examplePaymentMinor), fee: money(feeOf(rule, examplePaymentMinor)) })
        : t('fees.previewMissing')}
    </Text>
  )
}
