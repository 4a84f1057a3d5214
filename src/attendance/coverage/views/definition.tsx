import { sayMade } from '#attendance/corrections/correction.ts'
import { sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import { Bullets, Details, Link, P } from '#base/web/page-parts.tsx'
import { plural } from '#base/words.ts'
import { beginningOf, sayBeginning } from '../answer.ts'
import type { Question } from '../coverage.ts'
import type { Sources } from '../evidence.ts'

const people = (n: number): string => `${n} ${plural(n, 'person', 'people')}`
const registers = (n: number): string => `${n} ${plural(n, 'register')}`

/** In plain words what coverage.ts and evidence.ts define. */
const Definition = ({ question }: { question: Question }) => (
  <Bullets>
    <li>
      We count every school in GIAS in the area that was open on {sayDay(question.on)},{' '}
      {question.event ? 'the first day of the event' : 'the last day of the period'}. A school whose opening date is not known counts as
      always open, and one whose closing is not known as not closed. A school counts once, whatever numbers (URNs) it has held.
    </li>
    <li>Other organisations, and schools of other areas, are never counted.</li>
    <li>
      A school took part when a register{question.event ? '' : ', or an earlier record,'} says that somebody attended, wholly or in part,
      for it{question.event ? '' : ' within the period'}: one of its own staff, or a person who represented it as well as another school.
    </li>
    <li>
      Each school is shown once, under the best that is on record: own staff attended; own staff attended in part; represented; represented
      in part. A school formed by a merger or a split also counts the attendance of the schools that it came from, marked “through a
      predecessor”.
    </li>
    <li>
      A register that is not signed off may still change; schools counted from one are shown apart. A correction replaces the entry that it
      corrects.
    </li>
  </Bullets>
)

/**
 * Since when there are records, and from where.
 * @param props.opens whoever reads it may open the corrections
 */
export const SourcesList = ({ sources, knownAt, opens = false }: { sources: Sources; knownAt: Date; opens?: boolean }) => (
  <>
    <P>{sayBeginning(beginningOf(sources))}</P>
    <Bullets>
      {sources.registers > 0 ? (
        <li>
          {registers(sources.registers)} taken in this service, {sources.signedRegisters} of {sources.registers} signed off
        </li>
      ) : null}
      {sources.earlier.map((one) => (
        <li>
          {one.source}: {one.records} earlier {plural(one.records, 'record')}, {sayShortDay(one.from)} to {sayShortDay(one.to)}
        </li>
      ))}
      {sources.corrections?.map((one) => {
        const [what, how] = sayMade(one)
        return (
          <li>
            {opens ? <Link href={`/organiser/proposals/${one.id}`}>{what}</Link> : what} {how}
          </li>
        )
      })}
      <li>
        {sources.registerAsAt
          ? `Schools: Get Information about Schools (GIAS), as it was on ${sayDay(sources.registerAsAt)}`
          : 'Schools: no file of the national register (GIAS) has been applied here'}
      </li>
      <li>As known at {sayInstant(knownAt)}</li>
    </Bullets>
  </>
)

/** What the figures cannot show. */
export const Limits = ({ sources, provisional }: { sources: Sources; provisional: number }) => (
  <Bullets>
    <li>
      Taking part says that somebody was there. It does not say who in the school has since been told, or what the school has changed.
    </li>
    {provisional > 0 ? (
      <li>
        {provisional} {plural(provisional, 'school rests', 'schools rest')} on a register that is not signed off and may change.
      </li>
    ) : null}
    {sources.unmatchedWalkIns > 0 ? (
      <li>{people(sources.unmatchedWalkIns)} came without a place and could not be matched to a school, so they count for none.</li>
    ) : null}
    {sources.outside > 0 ? (
      <li>
        Also took part, and not counted: {sources.outside} {plural(sources.outside, 'other organisation')}.
      </li>
    ) : null}
    {sources.notOfArea > 0 ? (
      <li>
        Also took part, and not counted: {sources.notOfArea} {plural(sources.notOfArea, 'school that was', 'schools that were')} not open in
        the area on the date.
      </li>
    ) : null}
  </Bullets>
)

type CountedProps = { question: Question; provisional: number } & Parameters<typeof SourcesList>[0]

/** All that stands behind a report's figures. */
export const Counted = ({ question, provisional, ...of }: CountedProps) => (
  <Details summary="What is counted, from where, and what it does not say">
    <Definition question={question} />
    <SourcesList {...of} />
    <Limits sources={of.sources} provisional={provisional} />
  </Details>
)
