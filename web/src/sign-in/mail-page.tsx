import { Paper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import { MomentText } from '../parts/date-text.tsx'
import { ErrorState } from '../parts/error-state.tsx'
import { TextLink } from '../parts/links.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { CardSkeleton } from '../parts/skeletons.tsx'
import classes from './mails.module.css'

const route = getRouteApi('/demo/mails/$mailId')

/**
 * One kept mail as its reader would see it, in an origin of its own from which nothing of Florin's can be reached. (Scripts are
 * allowed there for what examines pages, such as tools for accessibility; the page's own policy keeps the mail from bringing any.)
 */
export function MailPage() {
  const { t } = useTranslation('signIn')
  const id = Number(route.useParams().mailId)
  const { data, error, refetch } = useQuery({
    queryKey: ['mails', id],
    queryFn: () => answer(api.GET('/api/dev/mails/{id}', { params: { path: { id } } })),
  })
  if (error) return <ErrorState error={error} retry={refetch} />
  if (!data) return <CardSkeleton height={400} />
  return (
    <>
      <PageHeader
        above={<TextLink to="/demo/mails">{t('mails.all')}</TextLink>}
        title={data.subject}
        subtitle={
          <>
            {t('mails.to', { to: data.to })} · <MomentText value={data.at} />
          </>
        }
      />
      <Paper className={classes.frame}>
        <iframe
          title={t('mails.content')}
          srcDoc={opensHere(data.html)}
          sandbox="allow-scripts allow-popups allow-top-navigation-by-user-activation"
          className={classes.content}
        />
      </Paper>
    </>
  )
}

/** Links leave the frame: the pages they lead to refuse to be framed. */
function opensHere(html: string): string {
  return html.replace('<head>', '<head><base target="_top">')
}
