import type { Child } from 'hono/jsx'
import { sayDay } from '#base/dates.ts'
import { Link, P, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { atStart, counted } from '#base/words.ts'
import { type EvaluatedEvent, type EventToRead, type Results, type Wave, type WaveRow, waves, waveWords } from '../evaluation.ts'
import { numbers } from '../forms.ts'
import { EvaluationResults } from './results.tsx'

const stateOf = (row: WaveRow | undefined): string =>
  row === undefined
    ? 'Nothing is asked'
    : row.closedOn !== null
      ? `Ended on ${sayDay(row.closedOn)}`
      : row.askedOn !== null
        ? `Went out on ${sayDay(row.askedOn)}`
        : 'Goes out by itself'

type EvaluationPageProps = {
  event: EvaluatedEvent
  waves: readonly WaveRow[]
  results: readonly Results[]
  questions: readonly { wave: Wave }[]
  toRead: number
  mayChange: boolean
  mayRead: boolean
}

export const EvaluationPage = ({ event, waves: stored, results, questions, toRead, mayChange, mayRead }: EvaluationPageProps) => {
  const at = `/organiser/events/${event.code}/evaluation`
  return (
    <>
      <P>
        Three sets of questions can be sent automatically. Those who come can read them before, on the page of the event; nobody has to
        answer, and neither attendance nor coverage waits for it.{' '}
        <Link href={`/organiser/events/${event.code}/messages/evaluation`}>See the messages, or switch them off</Link>.
      </P>
      <Table
        caption="What is asked"
        captionClass="govuk-visually-hidden"
        columns={['Set', 'To', 'When', { text: 'Questions', numeric: true }, 'State', 'Look']}
        rows={waves.map((wave) => {
          const row = stored.find((one) => one.wave === wave)
          const { label, whom, when } = waveWords[wave]
          const changes = mayChange && (row === undefined || row.askedOn === null)
          return [
            label,
            whom,
            when(row?.weeks ?? 8),
            questions.filter((question) => question.wave === wave).length,
            stateOf(row),
            <>
              {changes ? (
                <Link href={`${at}/${wave}`}>
                  {row ? 'Change' : 'Choose questions'}
                  <VisuallyHidden> {label.toLowerCase()}</VisuallyHidden>
                </Link>
              ) : null}{' '}
              {row ? (
                <Link href={`${at}/${wave}/preview`}>
                  Preview<VisuallyHidden> {label.toLowerCase()}</VisuallyHidden>
                </Link>
              ) : null}
            </>,
          ]
        })}
      />
      {toRead > 0 && mayRead ? (
        <P>
          <Link href={`/organiser/evaluations/${event.code}`}>{atStart(toRead, 'text waits', 'texts wait')} to be read</Link>
        </P>
      ) : null}
      <EvaluationResults code={event.code} results={results} />
    </>
  )
}

/** What is asked, and of whom. */
export const AboutWave = ({ wave }: { wave: Wave }) => (
  <P>
    They go to {waveWords[wave].whom}.{' '}
    {wave === 'head'
      ? 'Ask how the school works. Ask nothing about the person who came.'
      : 'Ask nothing by which somebody could be known, such as their school or role.'}{' '}
    Lines without a question are left out; without any question nobody is asked. You can change them until the event is over.
  </P>
)

export const WaveFields = ({ fields }: { fields: Readonly<Record<string, Child>> }) => (
  <>
    {fields['weeks']}
    {numbers.map((n) => (
      <fieldset class="govuk-fieldset govuk-!-margin-bottom-6">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">Question {n}</legend>
        {Object.entries(fields).map(([name, field]) => (name.endsWith(`-${n}`) ? field : null))}
      </fieldset>
    ))}
  </>
)

export const EventsToReadPage = ({ events }: { events: readonly EventToRead[] }) => (
  <>
    <P>What people wrote about an event is shown with its results once you have let it be read.</P>
    {events.length === 0 ? (
      <P>Every text is decided on.</P>
    ) : (
      <ul class="govuk-list">
        {events.map(({ code, title, toRead }) => (
          <li>
            <Link href={`/organiser/evaluations/${code}`}>{title}</Link>: {counted(toRead, 'text')} to read
          </li>
        ))}
      </ul>
    )}
  </>
)
