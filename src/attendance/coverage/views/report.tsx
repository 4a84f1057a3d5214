import { sayDay } from '#base/dates.ts'
import { Button, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Title } from '#base/web/page-parts.tsx'
import { sayProposalsWait } from '#people/proposals/proposal.ts'
import { answer, sayEarlyYears, sayNotHeld, sayReach } from '../answer.ts'
import { type Choices, dimensionNames, type notHeld, type Question } from '../coverage.ts'
import type { Figures } from '../figures.ts'
import { type Asked, sameQuestion } from '../forms.ts'
import type { Report } from '../report.ts'
import { Definition, Limits, SourcesList } from './definition.tsx'
import { DifferenceNote } from './difference.tsx'
import { Bars, BasisTable, DimensionField, HowTable, ReachTable } from './figures.tsx'

export const CoveragePage = ({
  asked,
  question,
  problems,
  choices,
  report,
  why,
  knownAt,
  freezeAs,
}: {
  asked: Asked
  question: Question
  problems: Problems
  choices: Choices
  report: Report
  /** Nobody can have taken part. */
  why: ReturnType<typeof notHeld>
  knownAt: Date
  /** The form's id for whoever may freeze the report. */
  freezeAs: string | undefined
}) => {
  const { whole, sources } = report
  const table = { dimension: asked.by, categories: report.tables[0]?.categories ?? [], whole }
  const hasProblems = Object.keys(problems).length > 0
  const link = (more: Record<string, string>): string => `/coverage/schools?${sameQuestion(question, asked.by, more)}`
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>Which schools took part</Title>
      {report.waiting > 0 ? (
        <P>
          <Link href="/organiser/proposals">{sayProposalsWait(report.waiting)}</Link>
        </P>
      ) : null}
      <Filter {...{ asked, question, problems, choices }} />
      {hasProblems ? null : why ? (
        <p class="govuk-inset-text">{sayNotHeld(question, why)}</p>
      ) : (
        <>
          <p class="muster-answer">
            <span class="muster-figure">{sayReach(whole)}</span>
            {answer(question, whole)}
          </p>
          <P>{sayEarlyYears(sources)}</P>
          <KeyFigures whole={whole} since={sources.since} link={link} />
          <ul class="govuk-list muster-actions muster-no-print">
            <li>
              <Link href={link({ answer: 'did-not' })}>Schools that did not take part</Link>
            </li>
            <li>
              <Link href={link({ answer: 'took-part' })}>Schools that took part</Link>
            </li>
            <li>
              <Link href={`/coverage/sent?${sameQuestion(question, asked.by)}`}>Whom each school sent</Link>
            </li>
            <li>
              <Link href="/coverage/trends">Over time</Link>
            </li>
            <li>
              <Link href={`/coverage/map?${sameQuestion(question, asked.by)}`}>On a map</Link>
            </li>
            <li>
              <Link href={`/coverage/paper?${sameQuestion(question, asked.by)}`}>Paper for a committee</Link>
            </li>
            <li>
              <Link href="/coverage/requirements">How schools stand with requirements</Link>
            </li>
            <li>
              <Link href={`/coverage/figures.csv?${sameQuestion(question, asked.by)}`}>Figures as CSV</Link>
            </li>
            <li>
              <Link href="/coverage/frozen">Frozen reports</Link>
            </li>
          </ul>
          {freezeAs ? <Freeze id={freezeAs} question={question} by={asked.by} /> : null}
          {whole.open === 0 ? null : (
            <>
              <Heading>By {dimensionNames[asked.by].toLowerCase()}</Heading>
              <DifferenceNote
                parts={table.categories.map(({ label, tookPart, open }) => ({ label, n: tookPart, of: open }))}
                what="took part"
                by={asked.by}
              />
              <Bars categories={table.categories} whole={whole} />
              <ReachTable {...table} link={(category, kind) => link({ answer: kind, ...(category ? { category: category.key } : {}) })} />
              <HowTable {...table} />
              <BasisTable {...table} />
            </>
          )}
          <Heading>What is counted</Heading>
          <Definition question={question} />
          <Heading>Where the figures come from</Heading>
          <SourcesList sources={sources} knownAt={knownAt} opens />
          <Heading>What they do not say</Heading>
          <Limits sources={sources} provisional={whole.provisional} />
        </>
      )}
    </>
  )
}

/** Sends the same question. */
const Freeze = ({ id, question, by }: { id: string; question: Question; by: Asked['by'] }) => (
  <form method="post" action="/coverage/frozen" class="muster-no-print">
    <input type="hidden" name="id" value={id} />
    {[...new URLSearchParams(sameQuestion(question, by))].map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <Button kind="secondary">Freeze this report</Button>
  </form>
)

const KeyFigures = ({
  whole,
  since,
  link,
}: {
  whole: Figures
  since: string | undefined
  link: (more: Record<string, string>) => string
}) => {
  const own = whole.ownAttended + whole.ownPart
  const represented = whole.representedAttended + whole.representedPart
  return (
    <ul class="muster-figures">
      <li>
        <span class="govuk-body govuk-!-font-weight-bold">
          {own} of {whole.open}
        </span>
        <br />
        <span class="govuk-body-s">sent their own staff{whole.ownPart > 0 ? `, ${whole.ownPart} of ${own} in part only` : ''}</span>
      </li>
      <li>
        <span class="govuk-body govuk-!-font-weight-bold">
          {represented} of {whole.open}
        </span>
        <br />
        <span class="govuk-body-s">were represented by somebody else’s</span>
      </li>
      <li>
        <span class="govuk-body govuk-!-font-weight-bold">
          {whole.provisional} of {whole.tookPart}
        </span>
        <br />
        <span class="govuk-body-s">rest on a register not yet signed</span>
      </li>
      <li>
        <a class="govuk-link govuk-body govuk-!-font-weight-bold" href={link({ answer: 'never' })}>
          {whole.never} of {whole.open}
        </a>
        <br />
        <span class="govuk-body-s">{since ? `have no record at all since ${sayDay(since)}` : 'have no record at all'}</span>
      </li>
    </ul>
  )
}

const Filter = ({ asked, question, problems, choices }: { asked: Asked; question: Question; problems: Problems; choices: Choices }) => (
  <form method="get" action="/coverage" class="muster-filter muster-coverage-filter">
    <div class="muster-coverage-filter__fields">
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
      <DimensionField by={asked.by} />
    </div>
    <button type="submit" class="govuk-button govuk-button--secondary">
      Show
    </button>
  </form>
)
