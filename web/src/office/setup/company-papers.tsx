import { Button, Group, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { fieldErrors } from '../../api/problem.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { Section } from '../../parts/section.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { UnsavedGuard } from '../../parts/unsaved-guard.tsx'
import { AddressFields } from '../addresses/address-fields.tsx'
import { addressBody, emptyAddress, useCountries } from '../addresses/country-rules.ts'

type Papers = Answer<'/api/company/papers'>
const queryKey = ['company', 'papers']

/** What stands on the company's invoices: who sells, from where, and how to pay. */
export function CompanyPapers() {
  const { data, error, refetch } = useQuery({ queryKey, queryFn: () => answer(api.GET('/api/company/papers')) })
  if (error && !data) return <ErrorState error={error} retry={refetch} />
  return data ? <PapersForm papers={data} /> : <CardSkeleton height={360} />
}

function valuesOf({ address, country, phone, email, taxId, paymentInstructions }: Papers) {
  const { line1, line2, city, region, postalCode } = address ?? emptyAddress(country)
  return { line1, line2, city, region, postalCode, country, phone, email, taxId, paymentInstructions }
}

function PapersForm({ papers }: { papers: Papers }) {
  const { t } = useTranslation('office')
  const form = useForm({ initialValues: valuesOf(papers) })
  const save = useSavePapers(form.values.country, form.setErrors, (saved) => {
    form.setValues(valuesOf(saved))
    form.resetDirty(valuesOf(saved))
  })
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <UnsavedGuard when={form.isDirty() && !save.isPending} />
      <Section title={t('papers.title')}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t('papers.text')}
          </Text>
          <AddressFields country={form.values.country} input={(name) => form.getInputProps(name)} />
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" style={{ alignItems: 'end' }}>
            <TextInput label={t('papers.phone')} type="tel" maxLength={40} {...form.getInputProps('phone')} />
            <TextInput label={t('papers.email')} type="email" maxLength={254} {...form.getInputProps('email')} />
            <TextInput
              label={t('papers.taxId')}
              description={t('papers.taxIdHelp')}
              maxLength={40}
              {...form.getInputProps('taxId')}
            />
          </SimpleGrid>
          <Textarea
            label={t('papers.instructions')}
            description={t('papers.instructionsHelp')}
            autosize
            minRows={3}
            maxLength={600}
            {...form.getInputProps('paymentInstructions')}
          />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {t('papers.save')}
            </Button>
          </Group>
        </Stack>
      </Section>
    </form>
  )
}

function useSavePapers(country: string, showErrors: (errors: Record<string, string>) => void, onSaved: (saved: Papers) => void) {
  const { t } = useTranslation('office')
  const queryClient = useQueryClient()
  const rule = useCountries().find(({ code }) => code === country)
  return useMutation({
    mutationFn: ({ phone, email, taxId, paymentInstructions, ...address }: ReturnType<typeof valuesOf>) =>
      answer(
        api.PATCH('/api/company/papers', { body: { ...addressBody(address, rule), phone, email, taxId, paymentInstructions } }),
      ),
    onError: (error) => showErrors(fieldErrors(error)),
    onSuccess: (saved) => {
      onSaved(saved)
      notifications.show({ color: 'leaf', message: t('form.saved') })
      queryClient.setQueryData(queryKey, saved)
      return queryClient.invalidateQueries({ queryKey: ['activity'] })
    },
  })
}
