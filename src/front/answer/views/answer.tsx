import type { Child } from 'hono/jsx'
import { isDay, londonDay, sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import { type At, sliceOf } from '#base/db/list-rows.ts'
import { FileLinks, Rowed } from '#base/list/views.tsx'
import { StackedBar, Swatch, type Tone } from '#base/web/chart.tsx'
import type { Cell } from '#base/web/csv.ts'
import { Button } from '#base/web/field.tsx'
import { Details, Heading, Link, P, Small, Title } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { arrivalUnknown } from '#people/notices/notice.ts'
import { type Last, type Since, sinceReport } from '../difference.ts'
import { columnsOf, type Line, limits, questions, sayShort } from '../line.ts'
import { howCounted } from '../method.ts'
import type { About, AnswerRow, ClosedSchool, CountedRows, Guidance, Outside, Topic } from '../population.ts'
import { Choice, GuidanceChoice, Hidden } from './choice.tsx'
import { Rows } from './evidence.tsx'
import { ClosedSchools, LastParts, OutsideParts } from './outside.tsx'

type Question = (typeof questions)[number]
type PartOfLine = Line['parts'][number]

const tones: readonly Tone[] = ['ownAttended', 'ownPart', 'representedAttended', 'representedPart']

/** The parts of a question that are drawn, each with its tone; what is left is drawn empty. */
const drawnOf = ({ bar }: Question, lines: readonly Line[]): Map<string, Tone> => {
  const parts = lines.flatMap((line) => line.parts.map(({ key }) => key))
  const some = bar.filter((key) => parts.includes(key))
  const drawn = some.length > 0 ? some : parts.slice(0, 1)
  return new Map(drawn.map((key, n) => [key, tones[n] ?? 'ownAttended']))
}

const Picture = ({ question, lines }: { question: Question; lines: readonly Line[] }) => {
  const drawn = drawnOf(question, lines)
  const of = lines[0]?.of ?? 0
  const parts = lines.flatMap((line) => line.parts).filter(({ key }) => drawn.has(key))
  return of === 0 ? null : <StackedBar of={of} parts={parts.map(({ key, count }) => ({ tone: drawn.get(key), n: count }))} />
}

export type Opening = {
  /** The address of the page, to which what is opened is added. */
  to: string
  open: string
  /** The schools behind it. */
  opened: readonly AnswerRow[] | undefined
  /** Which page of them. */
  at: At
  url: string
  /** Where a school of them leads. */
  schoolAt: (row: AnswerRow) => string
}

const hrefOf = (to: string, open: string, school = '', at: At = {}): string =>
  `${to}${new URLSearchParams({ open, ...(school ? { school } : {}), ...at })}#${school ? 'rows' : open.split('.')[0]}`

const Parts = ({ line, opening, tone }: { line: Line; opening: Opening | undefined; tone: (part: PartOfLine) => Tone | undefined }) => (
  <ul class="govuk-list muster-actions" id={line.key}>
    {line.parts
      .filter(({ count }) => count !== 0)
      .map((part) => (
        <li>
          {tone(part) ? <Swatch of={tone(part)} /> : null}{' '}
          {opening ? (
            <Link href={hrefOf(opening.to, part.key)} aria-current={part.key === opening.open ? 'true' : undefined}>
              {part.label}
            </Link>
          ) : (
            part.label
          )}
          {`: ${sayNumber(part.count)}`}
        </li>
      ))}
  </ul>
)

const Value = ({ cell }: { cell: Cell }) =>
  typeof cell === 'string' && isDay(cell) ? <span class="muster-nowrap">{sayShortDay(cell)}</span> : <>{cell ?? ''}</>

const Schools = ({ question, label, opened = [], at, url, schoolAt }: Opening & { question: Question; label: string }) => {
  const all = question.key === 'pupils' ? question.facts : columnsOf(question)
  // A state that is the same of all of them says nothing in a list of them; a day still does.
  const columns = all.filter((column) => {
    const values = new Set(opened.map((row) => String(column.value(row) || '')))
    return values.size > 1 || (!values.has('') && (opened.length === 1 || question.facts.includes(column)))
  })
  return (
    <div id="schools">
      <Rowed
        dense
        slice={sliceOf(opened, at, ({ schoolId }) => schoolId)}
        url={url}
        at="schools"
        none={null}
        caption={`${label}: ${counted(opened.length, 'school')}`}
        captionClass="govuk-table__caption--s"
        columns={[
          { name: 'School', cell: (row) => <Link href={schoolAt(row)}>{`${row.name}${row.town ? `, ${row.town}` : ''}`}</Link> },
          ...columns.map(({ name, value }) => ({ name, cell: (row: AnswerRow) => <Value cell={value(row)} /> })),
        ]}
      />
    </div>
  )
}

/** Folded on the page that is read at a screen, whole in a report, which is printed. */
const Part = ({ title, whole, open, children }: { title: string; whole: boolean; open?: boolean; children?: Child }) =>
  whole ? (
    <section>
      <h3 class="govuk-heading-s">{title}</h3>
      {children}
    </section>
  ) : (
    <Details summary={title} open={open}>
      {children}
    </Details>
  )

export type Said = {
  about: About
  lines: readonly Line[]
  /** The mail provider reports what became of mails. */
  reported: boolean
  knownAt: Date
}

/** `isKept`: in a report. */
type AnsweredProps = Said & { isKept?: boolean; opening?: Opening | undefined; rowsOf?: (question: Question) => Child; children?: Child }

export const Answered = ({ about, lines, reported, knownAt, isKept = false, opening, rowsOf, children }: AnsweredProps) => {
  const label = lines.flatMap(({ parts }) => parts).find(({ key }) => key === opening?.open)?.label ?? ''
  const head = (
    <>
      <span class="govuk-caption-m">
        Have our schools been reached? As at {sayDay(about.on)}
        {isKept ? `, as known on ${sayDay(londonDay(knownAt))}` : about.past ? ', by what we know now' : ''}
      </span>
      <Title>{about.topic.label}</Title>
    </>
  )
  if ((lines[0]?.of ?? 0) === 0)
    return (
      <>
        {head}
        <P>{sayShort(about, lines)} Schools come from the national register (GIAS).</P>
        {children}
      </>
    )
  return (
    <>
      {head}
      <Small>
        <strong>{sayShort(about, lines)}</strong> {limits}
      </Small>
      <ol class="govuk-list muster-questions">
        {questions.map((question, n) => {
          const own = lines.filter(({ key }) => question.lines.includes(key))
          return (
            <li>
              <h2 class="govuk-heading-s">
                {n + 1}. {question.title}
              </h2>
              <Picture question={question} lines={own} />
              <Small>{own.flatMap(({ key, sentence }) => (key === 'adopted' ? [] : sentence || [])).join(' ')}</Small>
            </li>
          )
        })}
      </ol>
      {about.guidance && !reported ? <P>{arrivalUnknown}</P> : null}
      <Heading>{opening ? 'The schools behind the numbers' : 'The numbers by part'}</Heading>
      <div class="muster-folds">
        {questions.map((question) => {
          const own = lines.filter(({ key, of, parts }) => question.lines.includes(key) && of > 0 && parts.length > 0)
          const drawn = drawnOf(question, own)
          const isOpen = opening?.opened !== undefined && question.lines.includes(opening.open.split('.')[0] ?? '')
          const version = question.key === 'guidance' && about.guidance ? ` ${about.guidance.title}, version ${about.guidance.version}` : ''
          return own.length === 0 ? null : (
            <Part title={question.title + version} whole={isKept} open={isOpen}>
              {own
                .filter(({ key }) => key !== 'adopted')
                .map((line) => (
                  <Parts line={line} opening={opening} tone={({ key }) => drawn.get(key)} />
                ))}
              {isOpen ? (
                <>
                  {rowsOf?.(question)}
                  <Schools {...opening} question={question} label={label} />
                </>
              ) : null}
            </Part>
          )
        })}
      </div>
      {children}
      <Part title="How we count" whole={isKept}>
        <P>{howCounted(about, isKept ? knownAt : undefined)}</P>
      </Part>
      <P>Known at {sayInstant(knownAt)}.</P>
    </>
  )
}

export const AnswerPage = ({
  topics,
  ofTopic,
  open,
  opened,
  at,
  url,
  school,
  rows,
  opensEntries,
  outside,
  closed,
  last,
  since,
  namesSchools,
  makeAs,
  ...said
}: Said & {
  topics: readonly Topic[]
  ofTopic: readonly Guidance[]
  open: string
  opened: readonly AnswerRow[] | undefined
  at: At
  url: string
  school: AnswerRow | undefined
  rows: CountedRows | undefined
  opensEntries: boolean
  outside: Outside
  closed: readonly ClosedSchool[]
  last: Last | undefined
  since: Since | null
  /** Whoever reads it sees which schools are behind a number. */
  namesSchools: boolean
  /** The id of a form that makes a report of it. */
  makeAs: string | undefined
}) => {
  const { topic, guidance, on, past } = said.about
  const asked = { topic: topic.id, ...(guidance ? { guidance: guidance.id } : {}), ...(past ? { on } : {}) }
  const to = `/answer?${new URLSearchParams(asked)}&`
  const opening = namesSchools
    ? { to, open, opened, at, url, schoolAt: ({ schoolId }: AnswerRow) => hrefOf(to, open, schoolId, at) }
    : undefined
  const rowsOf = (question: Question) =>
    school && rows ? <Rows question={question} rows={rows} opensEntries={opensEntries} school={school} /> : null
  return (
    <>
      <Answered {...said} opening={opening} rowsOf={rowsOf}>
        <ClosedSchools closed={closed} />
        {last ? <LastParts last={last} since={since} opens={namesSchools ? hrefOf(to, sinceReport) : undefined} /> : null}
        <OutsideParts outside={outside} day={said.about.on} linked={namesSchools} />
      </Answered>
      {makeAs ? (
        <form method="post" action="/reports" class="govuk-button-group muster-no-print">
          <Hidden fields={{ id: makeAs, ...asked }} />
          <Button>Make a report of this position</Button>
          <Link href={`/answer/links?topic=${topic.id}`}>Send this page by a link</Link>
          <Link href="/organiser/chasing">Follow-up</Link>
        </form>
      ) : null}
      <P>
        {namesSchools ? (
          <>
            All schools: <FileLinks at="/answer/schools" query={`?${new URLSearchParams(asked)}`} of="all schools" /> ·{' '}
          </>
        ) : null}
        <Link href="/reports">Reports</Link>
      </P>
      <Details summary="Choose another topic or day">
        <Choice topics={topics} topic={topic} typed={on} />
        <GuidanceChoice ofTopic={ofTopic} asked={asked} chosen={guidance} />
      </Details>
    </>
  )
}
