import { Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { Section } from '../../parts/section.tsx'

const queryKey = ['price-lists']

/** Which list a new customer is put on. Chosen is saved. */
export function StandardPriceList() {
  const { t } = useTranslation('office')
  const queryClient = useQueryClient()
  const { data } = useQuery({ queryKey, queryFn: () => answer(api.GET('/api/price-lists')) })
  const choose = useMutation({
    mutationFn: (id: string) =>
      answer(api.PATCH('/api/price-lists/{id}', { params: { path: { id } }, body: { isStandard: true } })),
    onSuccess: (lists) => {
      queryClient.setQueryData(queryKey, lists)
      notifications.show({ color: 'leaf', message: t('form.saved') })
      return queryClient.invalidateQueries({ queryKey: ['activity'] })
    },
  })
  const lists = data?.items ?? []
  return (
    <Section title={t('papers.prices')}>
      <Select
        label={t('papers.standard')}
        description={t('papers.standardHelp')}
        data={lists.map(({ id, name }) => ({ value: id, label: name }))}
        value={lists.find((list) => list.isStandard)?.id ?? null}
        onChange={(id) => id && choose.mutate(id)}
        disabled={choose.isPending || lists.length === 0}
        allowDeselect={false}
        maw={360}
      />
    </Section>
  )
}
