import { londonDay, sayDay } from '#base/dates.ts'
import { FileLinks } from '#base/list/views.tsx'
import { Button, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Title } from '#base/web/page-parts.tsx'
import { sayProposalsWait } from '#people/proposals/proposal.ts'
import { answer, beginningOf, sayBeginning, sayEarlyYears, sayNotHeld, sayReach } from '../answer.ts'
import { type Choices, type notHeld, type Question, usualPeriod } from '../coverage.ts'
import { columnSetNames, columnSets } from '../figures.ts'
import { type Asked, sameQuestion, usualColumns } from '../forms.ts'
import { groupsOf, type Report } from '../report.ts'
import { Counted } from './definition.tsx'
import { DifferenceNote } from './difference.tsx'
import { DimensionField, FiguresTable } from './figures.tsx'

type CoveragePageProps = {
  asked: Asked
  question: Question
  problems: Problems
  choices: Choices
  report: Report
  why: ReturnType<typeof notHeld>
  every: boolean
  knownAt: Date
  /** The form's id for whoever may freeze the report. */
  freezeAs: string | undefined
}

export const CoveragePage = ({ asked, question, problems, choices, report, why, every, knownAt, freezeAs }: CoveragePageProps) => {
  const { whole, sources } = report
  const table = { dimension: asked.by, categories: report.tables[0]?.categories ?? [], whole }
  const hasProblems = Object.keys(problems).length > 0
  const groups = groupsOf(question)
  const same = sameQuestion(question, asked.by)
  const link = (more: Record<string, string>): string => `/coverage/schools?${sameQuestion(question, asked.by, more)}`
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>Which schools took part</Title>
      {report.waiting.n > 0 ? (
        <P>
          <Link href="/organiser/proposals">{sayProposalsWait(report.waiting.n, report.waiting.overdue)}</Link>
        </P>
      ) : null}
      <details class="govuk-details muster-narrow muster-no-print" open={hasProblems || isNarrowed(asked, question, knownAt)}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{hasProblems ? 'Change what is counted' : `${sayAsked(question)}: change`}</span>
        </summary>
        <Filter asked={asked} question={question} problems={problems} choices={choices} every={every} />
      </details>
      {hasProblems ? null : why ? (
        <p class="govuk-inset-text">{sayNotHeld(question, why)}</p>
      ) : (
        <>
          <P>
            <strong>{whole.open === 0 ? answer(question, whole) : `${sayReach(whole)}.`}</strong> {sayEarlyYears(sources)}{' '}
            {sayBeginning(beginningOf(sources))}
          </P>
          {question.event ? null : (
            <P>
              <Link href={`/answer${question.topic ? `?topic=${question.topic.id}` : ''}`}>
                Which schools came, whom they sent, and what they did with the guidance
              </Link>
            </P>
          )}
          {whole.open === 0 ? null : (
            <>
              <DifferenceNote
                parts={table.categories.map(({ label, tookPart, open }) => ({ label, n: tookPart, of: open }))}
                what="took part"
                by={asked.by}
              />
              <FiguresTable
                {...table}
                groups={groups}
                columns={asked.columns}
                link={(category, answer) => link({ answer, ...(category ? { category: category.key } : {}) })}
              />
            </>
          )}
          <ul class="govuk-list muster-actions muster-no-print">
            {[
              [`/coverage/sent?${same}`, 'Whom each school sent'],
              ['/coverage/trends', 'Over time'],
              [`/coverage/map?${same}`, 'On a map'],
              ['/coverage/requirements', 'How schools meet training rules'],
              ['/coverage/frozen', 'Kept figures'],
              ['/coverage/recommendations', 'Recommendations'],
            ].map(([href, text]) => (
              <li>
                <Link href={href}>{text}</Link>
              </li>
            ))}
            <li>
              Figures: <FileLinks at="/coverage/figures" query={`?${same}`} of="the figures" />
            </li>
          </ul>
          {freezeAs ? <Freeze id={freezeAs} question={question} by={asked.by} /> : null}
          <Counted question={question} sources={sources} knownAt={knownAt} provisional={whole.provisional} opens />
        </>
      )}
    </>
  )
}

const Freeze = ({ id, question, by }: { id: string; question: Question; by: Asked['by'] }) => (
  <form method="post" action="/coverage/frozen" class="muster-no-print">
    <input type="hidden" name="id" value={id} />
    {[...new URLSearchParams(sameQuestion(question, by))].map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <Button kind="secondary">Keep these figures</Button>
  </form>
)

const sayAsked = ({ topic, event, from, to }: Question): string =>
  event ? event.title : `${topic?.label ?? 'All topics'}, ${sayDay(from)} to ${sayDay(to)}`

/** Whether it asks anything but the usual question. */
const isNarrowed = (asked: Asked, { topic, event, from, to }: Question, now: Date): boolean => {
  const usual = { ...usualPeriod(londonDay(now)), ...usualColumns }
  return Boolean(topic ?? event) || from !== usual.from || to !== usual.to || asked.by !== usual.by || asked.columns !== usual.columns
}

type FilterProps = {
  asked: Asked
  question: Question
  problems: Problems
  choices: Choices
  every: boolean
}

const Filter = ({ asked, question, problems, choices, every }: FilterProps) => (
  <form method="get" action="/coverage" class="muster-filter muster-coverage-filter">
    <div class="muster-fields">
      <Select
        name="topic"
        label="Topic"
        value={asked.topic}
        problems={problems}
        options={[{ value: '', text: 'All topics' }, ...choices.topics.map(({ id, label }) => ({ value: id, text: label }))]}
      />
      <TextField name="from" label="From" type="date" value={question.event ? '' : asked.from || question.from} problems={problems} />
      <TextField name="to" label="To" type="date" value={question.event ? '' : asked.to || question.to} problems={problems} />
      <Select
        name="event"
        label="Or one event"
        value={asked.event}
        options={[
          { value: '', text: 'All events of the period' },
          ...choices.events.map(({ code, title, startsOn, cancelled }) => ({
            value: code,
            text: `${sayDay(startsOn)}: ${title}${cancelled ? ' (cancelled)' : ''}`,
          })),
        ]}
      />
      <DimensionField by={asked.by} every={every} />
      <Select
        name="columns"
        label="Columns"
        value={asked.columns}
        options={columnSets.map((one) => ({ value: one, text: columnSetNames[one] }))}
      />
    </div>
    <button type="submit" class="govuk-button govuk-button--secondary">
      Show
    </button>
  </form>
)
