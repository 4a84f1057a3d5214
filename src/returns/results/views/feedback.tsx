import { type Instant, sayDay } from '#base/dates.ts'
import { Button, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import type { Round } from '#returns/rounds/round.ts'

type FeedbackPageProps = {
  round: Round
  report: number
  told: { words: string; at: Instant } | undefined
  /** Those that submitted and are open, and how many have closed since. */
  schoolIds: readonly string[]
  closed: number
  id: string
  words: string
  problems?: Problems | undefined
}

export const FeedbackPage = ({ round, report, told, schoolIds, closed, id, words, problems }: FeedbackPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">
      {round.title}, {round.year}
    </span>
    <Title>Write to schools about the results</Title>
    <P>
      Each school reads its own answers beside those of its phase and of all schools, from{' '}
      <Link href={`/coverage/returns/reports/${report}`}>report {report}</Link>, and what the council will do.
    </P>
    {told ? <P>Schools read since {sayDay(told.at)} what stands below. What you change takes its place.</P> : null}
    <form method="post" novalidate>
      <input type="hidden" name="id" value={id} />
      <TextArea
        name="words"
        label="What the council will do"
        rows={8}
        value={words}
        hint="Schools read it. Name no school."
        problems={problems}
      />
      <P>
        {counted(schoolIds.length + closed, 'school')} submitted
        {closed > 0 ? `, of which ${closed} ${plural(closed, 'has', 'have')} closed since` : ''}. Next you see a draft of the message to{' '}
        {counted(schoolIds.length, 'school')}. Nothing is sent before you send it.
      </P>
      <Button>Keep it, and see the message</Button>
    </form>
  </Page>
)
