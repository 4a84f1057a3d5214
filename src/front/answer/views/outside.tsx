import { RecommendationLines } from '#attendance/recommendations/views/recommendations.tsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Blocks } from '#base/web/document.tsx'
import { Details, Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { UndecidedList } from '#guidance/advice/views/advice.tsx'
import { type Last, type Since, sayDiffer, saySince } from '../difference.ts'
import type { ClosedSchool, Outside } from '../population.ts'
import { sayReplies } from '../report-addition.ts'

export const OutsideParts = ({ outside, day, linked }: { outside: Outside; day: Day; linked: boolean }) => (
  <>
    {outside.advice.length === 0 ? null : <Heading>National advice that is undecided</Heading>}
    <UndecidedList advice={outside.advice} today={day} />
    {outside.recommendations.length === 0 ? null : <Heading>What scrutiny and reviews recommended</Heading>}
    <RecommendationLines all={outside.recommendations} day={day} linked={linked} />
  </>
)

/** `opens`: where the schools that differ are opened; `since`: they are. */
type Opened = { last: Last; opens?: string | undefined; since?: Since | null }

export const LastParts = ({ last: { before, replies, differ }, opens, since }: Opened) => (
  <>
    {before ? (
      <div id="since">
        <Heading>Since report {String(before.number)}</Heading>
        <P>
          {since ? saySince(since) : sayDiffer(differ, before)} Only attendance is compared.
          {opens && differ > 0 && !since ? (
            <>
              {' '}
              <Link href={opens}>Which {plural(differ, 'school')}, and why</Link>
            </>
          ) : null}
        </P>
        {since && since.differ.length > 0 ? (
          <Table
            dense
            caption={`Since report ${before.number}: ${counted(since.differ.length, 'school')}`}
            captionClass="govuk-table__caption--s"
            columns={['School', 'What differs', 'Why']}
            rows={since.differ.map(({ name, what, why }) => [name, what, why])}
          />
        ) : null}
      </div>
    ) : null}
    {replies ? (
      <>
        <Heading>What schools say of report {String(replies.number)}</Heading>
        <P>{sayReplies(replies)}</P>
      </>
    ) : null}
    <Blocks blocks={before?.asked ?? []} />
  </>
)

export const ClosedSchools = ({ closed }: { closed: readonly ClosedSchool[] }) =>
  closed.length === 0 ? null : (
    <Details summary={`Closed, in no number: ${counted(closed.length, 'school')}`}>
      <ul class="govuk-list">
        {closed.map(({ schoolId, name, town, on }) => (
          <li>
            <Link href={`/organiser/schools/${schoolId}`}>{`${name}${town ? `, ${town}` : ''}`}</Link>: not open since {sayDay(on)}
          </li>
        ))}
      </ul>
    </Details>
  )
