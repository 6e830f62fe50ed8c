import { Accordion, Box, Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { fieldErrors } from '../../api/problem.ts'
import { useActive, useMay } from '../../api/session.ts'
import { Section } from '../../parts/section.tsx'
import { UnsavedGuard } from '../../parts/unsaved-guard.tsx'
import { WhyNot } from '../../parts/why-not.tsx'
import { CustomerFields, type CustomerValues, changesOf, useCustomerValidation, valuesOf } from './customer-fields.tsx'
import type { Customer } from './customer-page.tsx'
import { ECommerceFields } from './e-commerce-fields.tsx'

type Values = CustomerValues & { payOnline: boolean; paymentRequiredAtCheckout: boolean }

function allValuesOf(customer: Customer): Values {
  const { payOnline, paymentRequiredAtCheckout } = customer.eCommerce
  return { ...valuesOf(customer), payOnline, paymentRequiredAtCheckout }
}

/** The customer's Setup tab: details, and under Advanced its e-commerce settings. One button saves what was changed. */
export function CustomerSetup({ customer }: { customer: Customer }) {
  const { t } = useTranslation('office')
  const may = useMay()
  const [open, setOpen] = useState<string | null>(null)
  const validate = useCustomerValidation()
  const form = useForm<Values>({ initialValues: allValuesOf(customer), validate })
  const save = useSaveCustomer(customer, form.setErrors, (saved) => {
    form.setInitialValues(allValuesOf(saved))
    form.setValues(allValuesOf(saved))
    form.resetDirty(allValuesOf(saved))
  })
  const mayEdit = may('customers.edit')
  const mayECommerce = may('customers.edit_e_commerce')
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <UnsavedGuard when={form.isDirty() && !save.isPending} />
      <Stack gap="md" maw={760}>
        <Section title={t('form.details')}>
          {mayEdit ? null : (
            <Box mb="md">
              <WhyNot>{t('form.readOnly', { who: t('role.who.customers.edit') })}</WhyNot>
            </Box>
          )}
          <CustomerFields form={form} readOnly={!mayEdit} />
        </Section>
        <Accordion variant="contained" value={open} onChange={setOpen} order={2} keepMounted={false}>
          <Accordion.Item value="advanced">
            <Accordion.Control>{t('eCommerce.advanced')}</Accordion.Control>
            <Accordion.Panel>
              <ECommerceFields
                standing={customer.eCommerce}
                mayEdit={mayECommerce}
                payOnline={form.getInputProps('payOnline', { type: 'checkbox' })}
                required={form.getInputProps('paymentRequiredAtCheckout', { type: 'checkbox' })}
                isOn={form.values.payOnline}
                onOff={() => form.setFieldValue('paymentRequiredAtCheckout', false)}
              />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        {mayEdit || mayECommerce ? (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {t('form.save')}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </form>
  )
}

/** Sends the two kinds of settings to their own routes, each only when it was changed; both are audited there. */
function useSaveCustomer(
  customer: Customer,
  showErrors: (errors: Record<string, string>) => void,
  onSaved: (customer: Customer) => void,
) {
  const { t } = useTranslation('office')
  const queryClient = useQueryClient()
  const { currency } = useActive().company
  return useMutation({
    mutationFn: async (values: Values) => {
      const path = { id: customer.id }
      const { payOnline, paymentRequiredAtCheckout } = values
      const changes = changesOf(values, customer, currency)
      let saved = customer
      if (Object.keys(changes).length > 0)
        saved = await answer(api.PATCH('/api/customers/{id}', { params: { path }, body: changes }))
      const before = customer.eCommerce
      if (payOnline !== before.payOnline || paymentRequiredAtCheckout !== before.paymentRequiredAtCheckout) {
        const body = { payOnline, paymentRequiredAtCheckout }
        saved = await answer(api.PATCH('/api/customers/{id}/e-commerce', { params: { path }, body }))
      }
      return saved
    },
    onError: (error) => showErrors(fieldErrors(error)),
    onSuccess: (saved) => {
      queryClient.setQueryData(['customers', customer.id], saved)
      onSaved(saved)
      notifications.show({ color: 'leaf', message: t('form.saved') })
      return Promise.all(['customers', 'activity'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
    },
  })
}
