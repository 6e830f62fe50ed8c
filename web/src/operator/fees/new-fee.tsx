import '@mantine/dates/styles.css'
import { Alert, Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { useKey } from '../../parts/keys.tsx'
import { Section } from '../../parts/section.tsx'
import { UnsavedGuard } from '../../parts/unsaved-guard.tsx'
import { moneyWords } from '../../words/money-words.ts'
import { emptyFee, type FeeForm, faultsOf, ruleOf } from './fee-form.ts'
import { feeOf } from './fee-words.ts'
import classes from './fees.module.css'

/** An everyday order, to make a percentage something one can picture. */
const examplePaymentMinor = 41_250

/** Sets a fee from a moment on, and shows first what it takes. */
export function NewFee() {
  const { t } = useTranslation('operator')
  const queryClient = useQueryClient()
  const first = useRef<HTMLInputElement>(null)
  useKey('n', t('fees.newTitle'), () => first.current?.focus())
  const form = useForm<FeeForm>({ mode: 'controlled', initialValues: emptyFee, validate: (values) => faultsOf(values, t) })
  const save = useMutation({
    mutationFn: ({ companyId, effectiveFrom, ...rest }: FeeForm) =>
      answer(
        api.POST('/api/operator/fee-schedules', {
          body: {
            companyId: companyId || null,
            effectiveFrom: effectiveFrom ? new Date(effectiveFrom).toISOString() : null,
            ...ruleOf({ companyId, effectiveFrom, ...rest })!,
          },
        }),
      ),
    onSuccess: () => {
      notifications.show({ color: 'leaf', message: t('fees.saved') })
      form.reset()
      queryClient.invalidateQueries({ queryKey: ['operator'] })
    },
    meta: { shown: true },
  })
  const field = (name: 'percent' | 'fixed' | 'minimum' | 'cap') => ({
    label: t(`fees.${name}`),
    inputMode: 'decimal' as const,
    autoComplete: 'off',
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
          <SimpleGrid cols={2} spacing="sm" style={{ alignItems: 'end' }}>
            <TextInput ref={first} {...field('percent')} placeholder="0.50" />
            <TextInput label={t('fees.currency')} maxLength={3} {...form.getInputProps('currency')} />
            <TextInput {...field('fixed')} placeholder="0.10" />
            <TextInput {...field('minimum')} placeholder="0.25" />
          </SimpleGrid>
          <TextInput {...field('cap')} description={t('fees.capHelp')} />
          <DateTimePicker
            label={t('fees.effectiveFrom')}
            description={t('fees.effectiveFromHelp')}
            clearable
            valueFormat="D MMM YYYY, HH:mm"
            minDate={new Date()}
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
