import type { Child } from 'hono/jsx'
import { sayQuestion } from '#attendance/coverage/answer.ts'
import { nameOf } from '#attendance/reports/frozen.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { Bullets, Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { type Candidate, isReady, lastClosed, type Publication, sayLeftOut, schoolYear } from '../publication.ts'
import type { Prepared } from '../publish-report.ts'

/** What a report still waits for. */
const missing = (one: Candidate, today: Day): string[] => [
  ...(one.notShown > 0 ? [`${counted(one.notShown, 'school')} not shown ${plural(one.notShown, 'its line', 'their lines')} yet`] : []),
  ...(one.uncounted > 0 ? ['Last days to answer are being counted: look again in a minute'] : []),
  ...(one.replyBy !== null && one.replyBy >= today ? [`Schools may answer until ${sayDay(one.replyBy)}`] : []),
  ...(one.undecided > 0 ? [`${counted(one.undecided, 'answer')} to decide on`] : []),
]

type PublishedProps = {
  candidates: readonly Candidate[]
  publication: Publication | undefined
  today: Day
  withdraw: Child
}

export const Published = ({ candidates, publication, today, withdraw }: PublishedProps) => {
  const { from, to } = lastClosed(today)
  return (
    <>
      <P>
        The council may publish which schools took part in a school year that is over: one line for each school, under the Open Government
        Licence. It publishes nothing unless you choose to. Nothing of roles or people is in it.
      </P>
      {publication ? (
        <>
          <p class="govuk-inset-text">
            {nameOf(publication)} have been <Link href="/open-data">public</Link> since {sayDay(publication.publishedOn)}:{' '}
            {sayQuestion(publication.question)}.
          </p>
          {withdraw}
          <P>It can be published again. What others have downloaded stays with them.</P>
        </>
      ) : (
        <p class="govuk-inset-text">Nothing is public.</p>
      )}
      <Heading>Kept figures of school years</Heading>
      {candidates.length === 0 ? (
        <P>
          There is none yet. <Link href={`/coverage?from=${from}&to=${to}&on=${to}`}>Open the figures of the last school year</Link>, which
          ended on {sayDay(to)}, and have an officer keep them. Then show every school its line.
        </P>
      ) : (
        <Table
          caption="Newest first"
          columns={['Figures', 'School year', 'Conferences', 'Schools', 'State']}
          rows={candidates.map((one) => [
            <Link href={`/organiser/open-data/${one.number}`}>{nameOf(one)}</Link>,
            schoolYear(one.question, one.frozenAt) ?? '',
            one.question.topic?.label ?? 'All',
            one.schools,
            missing(one, today)[0] ?? 'Ready to publish',
          ])}
        />
      )}
    </>
  )
}

export const AboutPublishing = () => (
  <>
    <p class="govuk-inset-text">Ready to publish.</p>
    <P>
      The lines below become public for everyone, with a description of their columns, in place of whatever is public now. You can withdraw
      them with one press.
    </P>
  </>
)

type PreviewAboveProps = Pick<Prepared, 'candidate'> & { today: Day; publish: Child }

export const PreviewAbove = ({ candidate, today, publish }: PreviewAboveProps) => {
  const { number, question, replyDays, leftOut } = candidate
  return (
    <>
      <P>
        {sayQuestion(question)}
        {sayLeftOut(leftOut)}
        {leftOut > 0 ? ' Whoever compares the lines with the public list of schools can work out which.' : ''}
      </P>
      {isReady(candidate, today) ? (
        publish
      ) : (
        <>
          <P>
            It cannot be published yet. Every school must have been shown its line, and each at which it arrived must have had {replyDays}{' '}
            school days to answer.
          </P>
          <Bullets>
            {missing(candidate, today).map((one) => (
              <li>{one}.</li>
            ))}
          </Bullets>
          <P>
            <Link href={`/coverage/frozen/${number}/replies`}>Show schools their lines, and decide on what they answer</Link>
          </P>
        </>
      )}
    </>
  )
}
