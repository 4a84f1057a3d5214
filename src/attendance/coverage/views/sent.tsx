import { sayDay, sayInstant } from '#base/dates.ts'
import { Bullets, Caption, Link, P, Pagination, Small, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { sayQuestion } from '../answer.ts'
import type { Question } from '../coverage.ts'
import { type Asked, sameQuestion } from '../forms.ts'
import { type Apart, type Sent, sayAhead, sayElsewhere, sayHow, sayRecord, sayTogether } from '../sent.ts'

type SentPageProps = {
  asked: Asked
  question: Question
  sent: readonly Sent[]
  total: number
  apart: Apart
  pageSize: number
  url: string
  knownAt: Date
}

export const SentPage = ({ asked, question, sent, total, apart, pageSize, url, knownAt }: SentPageProps) => {
  const more = asked.category === undefined ? {} : { category: asked.category }
  return (
    <>
      <Caption>{sayQuestion(question)}</Caption>
      <Title>Whom each school sent</Title>
      <P>
        Everybody who is marked as having attended, wholly or in part, for a school that was open in the area on {sayDay(question.on)}: once
        for each session, and for each school that they came for. The role is the one they had then.
      </P>
      <Bullets>
        <li>{sayAhead(apart)}</li>
        <li>{sayElsewhere(apart)}</li>
        {apart.together.people > 0 ? <li>{sayTogether(apart)}</li> : null}
      </Bullets>
      <ul class="govuk-list muster-actions muster-no-print">
        <li>
          <Link href={`/coverage/sent.csv?${sameQuestion(question, asked.by, more)}`}>This list as CSV</Link>
        </li>
        {asked.category === undefined ? null : (
          <li>
            <Link href={`/coverage/sent?${sameQuestion(question, asked.by)}`}>All schools</Link>
          </li>
        )}
      </ul>
      {sent.length === 0 ? (
        <P>{total > 0 ? 'The list ends before this page.' : 'Nobody is on record.'}</P>
      ) : (
        <Table
          dense
          caption={counted(total, 'attendance')}
          columns={['School', 'Person', 'Role at the time', 'Event', 'Day', 'How', 'Rests on']}
          rows={sent.map((one) => [
            <>
              <Link href={`/organiser/schools/${one.id}`}>{one.name}</Link>
              {one.town ? `, ${one.town}` : ''}
            </>,
            one.person ?? 'Not known, or erased',
            one.role ?? 'Not known',
            one.session ? `${one.title}: ${one.session}` : one.title,
            sayDay(one.on),
            sayHow(one),
            sayRecord(one),
          ])}
        />
      )}
      <Pagination url={url} page={asked.page} pageSize={pageSize} total={total} />
      <Small>As known at {sayInstant(knownAt)}.</Small>
    </>
  )
}
