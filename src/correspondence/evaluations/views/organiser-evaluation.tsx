import { sayDay } from '#base/dates.ts'
import { questionKinds } from '#base/questions/kind.ts'
import { Button, type Problems, Select, TextField } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Link, P, Page, Table, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { atStart, counted } from '#base/words.ts'
import {
  type EvaluatedEvent,
  type EventToRead,
  feedbackKinds,
  leastWeeks,
  mostWeeks,
  type Results,
  type Wave,
  type WaveRow,
  waves,
  waveWords,
} from '../evaluation.ts'
import { feedbackSettings, type WaveValues } from '../forms.ts'
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
        Three sets of questions can go out by themselves. Those who come can read them before, on the page of the event; nobody has to
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

type WaveFormProps = {
  event: EvaluatedEvent
  wave: Wave
  values: WaveValues
  /** The place to which a question was just moved. */
  moved?: number | undefined
  problems?: Problems | undefined
}

export const WaveForm = ({ event, wave, values, moved, problems }: WaveFormProps) => {
  const common = problems ? { problems } : {}
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Caption>{event.title}</Caption>
      <Title>Questions: {waveWords[wave].label.toLowerCase()}</Title>
      <P>
        They go to {waveWords[wave].whom}.{' '}
        {wave === 'head'
          ? 'Ask how the school works. Ask nothing about the person who came.'
          : 'Ask nothing by which somebody could be known, such as their school or role.'}{' '}
        Lines without a question are left out; without any question nobody is asked. You can change them until the event is over.
      </P>
      <form method="post" action={`/organiser/events/${event.code}/evaluation/${wave}`} novalidate>
        {/* What Enter presses is the first button: it saves, and moves nothing. */}
        <button type="submit" class="govuk-visually-hidden" tabindex={-1}>
          Save
        </button>
        {moved === undefined ? null : (
          <div class="govuk-inset-text" role="status">
            Moved: it is question {moved} now. Nothing is saved until you press Save.
          </div>
        )}
        {wave === 'after' ? null : (
          <TextField
            name="weeks"
            label="How many weeks after the event?"
            hint={`From ${leastWeeks} to ${mostWeeks}. They go on the first school day in term from then on`}
            value={values.weeks}
            width={3}
            {...common}
          />
        )}
        {values.rows.map((row, index) => {
          const n = index + 1
          return (
            <fieldset class="govuk-fieldset govuk-!-margin-bottom-6">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">Question {n}</legend>
              <TextField name={`label-${n}`} label="Question" value={row.label} {...common} />
              <Select
                name={`kind-${n}`}
                label="How is it answered?"
                value={row.kind}
                options={feedbackKinds.map((kind) => ({ value: kind, text: questionKinds[kind].word }))}
                {...common}
              />
              {Object.entries(feedbackSettings).map(([setting, { show }]) =>
                show({ name: `${setting}-${n}`, id: `${setting}-${n}`, values: [row.settings[setting] ?? ''], problems }),
              )}
              {n > 1 ? (
                <Button kind="secondary" name="move" value={String(n)}>
                  Move up<VisuallyHidden> question {n}</VisuallyHidden>
                </Button>
              ) : null}
            </fieldset>
          )
        })}
        <Button>Save</Button>
      </form>
    </Page>
  )
}

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
